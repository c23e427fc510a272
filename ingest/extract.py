"""From a text to its facts: `extract` is a pure function of the article and the lexicon.

No clock, no network, no database and no global state: the same text gives the same rows on every machine and at
every batch size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from ingest.document import prepare
from ingest.extraction import Article, Extraction, tabulate
from ingest.lexicon import Lexicon
from ingest.parse import parse
from ingest.reading import Reading
from ingest.recognisers.enrolment import build_roster
from ingest.recognisers.headers import read_header
from ingest.recognisers.meetings import find_meetings
from ingest.recognisers.participants import (
    admit_participants,
    admit_speakers,
    have_two_parties,
    infer_sides,
)
from ingest.recognisers.statements import find_statements
from ingest.recognisers.zones import find_zones
from ingest.rows import write_rows
from ingest.signatures import sign_text


def extract(article: Article, lexicon: Lexicon) -> Extraction:
    """Read one article.

    Args:
        article: the text, with its publication date where that is known from elsewhere.
        lexicon: the compiled language pack and world.

    Returns:
        The rows of every table of schema `extracted`, with offsets in code points into `article.text`.
    """
    document = prepare(article.text, lexicon)
    zones = find_zones(document)
    header = read_header(document, zones, article)
    reading = Reading(build_roster(parse(document, zones)), header.published_on)
    for sentence in reading.roster.parse.overlong:
        detail = "no full stop for too long to be prose"
        end = min(sentence.end, sentence.start + 80)
        reading.raise_issue("sentence_too_long", sentence.start, end, detail, "sentence/too-long")
    find_meetings(reading)
    admit_participants(reading)
    find_statements(reading)
    infer_sides(reading)
    admit_speakers(reading)
    _drop_one_sided(reading)
    extraction = Extraction(article.article_id, header, zones, sign_text(article.text, zones))
    write_rows(reading, extraction)
    return extraction


def extract_batch(batch: pa.RecordBatch | pa.Table, lexicon: Lexicon, version: str) -> dict[str, pa.Table]:
    """Read a batch of articles.

    Args:
        batch: columns article_id and text (strings), and published_on (date32), the publication date that is known
            from elsewhere, null where none is.
        lexicon: the compiled language pack and world.
        version: the extractor version to record.

    Returns:
        One Arrow table a table of schema `extracted`, by name.
    """
    columns = (batch.column(name).to_pylist() for name in Article._fields)
    articles = (Article(*values) for values in zip(*columns, strict=True))
    return tabulate(extract_all(articles, lexicon), version)


def extract_all(articles: Iterable[Article], lexicon: Lexicon) -> Iterator[Extraction]:
    """Read articles one by one."""
    for article in articles:
        yield extract(article, lexicon)


def _drop_one_sided(reading: Reading) -> None:
    """A gathering of one party only is no meeting; it is kept as an issue."""
    kept = []
    for encounter in reading.encounters:
        if have_two_parties(reading, encounter):
            kept.append(encounter)
        else:
            reading.raise_issue(
                "meeting_of_one_party",
                encounter.start,
                encounter.end,
                "named people of two parties are not told",
                encounter.rule_id,
            )
    reading.encounters = kept
