"""Texts that took the square, the cube or the power of their length once: each ends now, long before its time is up."""

import pytest

from ingest.engines.limit import raise_after
from ingest.extract import extract
from ingest.extraction import Article
from ingest.lexicon import Lexicon

NEWS = "On May 8, Gao Lin, chairman of Chinalco, met Qin Shu, mayor of Baise.\n"
SLOW = {
    "separators with blanks behind each, which were shared out in every way": "ab>  " * 50 + "x.\n",
    "blanks before a source that does not come": "Author: x" + " " * 5_000 + "y\n",
    "blanks behind a source": "Source:" + " " * 5_000 + "x" + " " * 5_000 + "y|\n",
    "words of a notice without its colon": "Title\n" + NEWS + "Related news\n" + "indicate the source " * 25_000 + "\n",
    "a run of stops that ends nothing": NEWS + "." * 80_000 + "a\n",
    "as many dates": NEWS + "May 5, 2024 " * 20_000 + "\n",
}  # fmt: skip


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_text_that_was_slow_comes_to_its_end(text: str, lexicon: Lexicon) -> None:
    with raise_after(30):
        extraction = extract(Article("a", text + NEWS), lexicon)
    # And what follows it is read as ever.
    assert (len(extraction.meetings), len(extraction.participations)) == (1, 2)
