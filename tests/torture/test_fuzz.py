"""The short form of the measurement: a few hundred mutated texts through extraction."""

from ingest.lexicon import Lexicon
from tests.torture.fuzz import find_fault, find_faults
from tests.torture.mutations import make_text


def test_no_mutated_text_breaks_the_extraction(lexicon: Lexicon) -> None:
    assert list(find_faults(range(300), lexicon)) == []


def test_texts_are_the_same_each_time_and_differ() -> None:
    texts = [make_text(number) for number in range(50)]
    assert texts == [make_text(number) for number in range(50)]
    assert len(set(texts)) == 50 and texts != [make_text(number, seed=1) for number in range(50)]


def test_what_is_wrong_would_be_found(lexicon: Lexicon) -> None:
    assert find_fault("On May 8, Gao Lin met Qin Shu.", lexicon) is None
    assert "AttributeError" in (find_fault(None, lexicon) or "")  # type: ignore[arg-type]
