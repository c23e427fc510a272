"""The rows of extraction, their Arrow form, and the promise that `extract` is a pure function."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from ingest.engines.rejected import REJECTED_ARTICLES
from ingest.engines.rejected import SCHEMA as REJECTED
from ingest.extract import extract, extract_batch
from ingest.extraction import SCHEMAS, Article, Extraction, tabulate
from ingest.lexicon import Lexicon
from tests.conftest import PROJECT

TEXTS = [p.read_bytes().decode() for p in sorted((PROJECT / "ingest" / "samples").glob("*.txt"))]
SPANNED = (
    "zones",
    "mentions",
    "organisations",
    "meetings",
    "participations",
    "statements",
    "statement_speakers",
    "demands",
    "commitments",
    "issues",
)


def _batch(texts: list[str]) -> pa.Table:
    ids = [str(number) for number in range(len(texts))]
    return pa.table(
        {"article_id": ids, "text": texts, "published_on": pa.nulls(len(texts), pa.date32())},
    )


def test_schemas_are_those_of_the_warehouse() -> None:
    con = duckdb.connect()
    con.execute((PROJECT / "warehouse" / "schema.sql").read_text(encoding="utf-8"))
    columns = con.execute(
        "select table_name, column_name, is_nullable from duckdb_columns() where schema_name = 'extracted'"
    ).fetchall()
    schemas = {**SCHEMAS, REJECTED_ARTICLES: REJECTED}
    expected = {(t, f.name, f.nullable) for t, schema in schemas.items() for f in schema}
    assert expected == set(columns)


def test_rows_of_all_samples_fit_the_warehouse(lexicon: Lexicon) -> None:
    con = duckdb.connect()
    con.execute((PROJECT / "warehouse" / "schema.sql").read_text(encoding="utf-8"))
    for name, rows in extract_batch(_batch(TEXTS), lexicon, "v1").items():
        con.register("rows", rows)
        con.execute(f"insert into extracted.{name} by name select * from rows").fetchall()
        assert con.execute(f"select count(*) from extracted.{name}").fetchall() == [(rows.num_rows,)]


def test_a_date_that_is_delivered_goes_before_that_of_the_text(lexicon: Lexicon) -> None:
    day = datetime.date(2030, 1, 2)
    batch = _batch(TEXTS[:1])
    given = batch.set_column(2, "published_on", pa.array([day], pa.date32()))
    (header,) = extract_batch(given, lexicon, "v1")["article_headers"].to_pylist()
    assert (header["published_on"], header["given_published_on"]) == (day, day)
    (header,) = extract_batch(batch, lexicon, "v1")["article_headers"].to_pylist()
    assert header["given_published_on"] is None


def test_batch_size_changes_nothing(lexicon: Lexicon) -> None:
    whole = extract_batch(_batch(TEXTS), lexicon, "v1")
    batch = _batch(TEXTS)
    pieces = [extract_batch(batch.slice(i, 1), lexicon, "v1") for i in range(len(TEXTS))]
    for name, rows in whole.items():
        assert rows == pa.concat_tables([piece[name] for piece in pieces])


def test_the_same_text_gives_the_same_rows(lexicon: Lexicon) -> None:
    first = [extract(Article("a", text), lexicon) for text in TEXTS]
    again = [extract(Article("a", text), lexicon) for text in TEXTS]
    assert first == again


@pytest.mark.parametrize("table", SPANNED)
def test_offsets_lie_inside_the_text(table: str, lexicon: Lexicon) -> None:
    rows = 0
    for text in TEXTS:
        for row in getattr(extract(Article("a", text), lexicon), table):
            assert 0 <= row.start_char < row.end_char <= len(text)
            rows += 1
    assert rows


def test_evidence_is_word_for_word(lexicon: Lexicon) -> None:
    for text in TEXTS:
        found = extract(Article("a", text), lexicon)
        for statement in found.statements:
            assert text[statement.start_char : statement.end_char] == statement.statement_text
        for mention in found.mentions:
            assert text[mention.start_char : mention.end_char] == mention.mention_text


def test_every_organisation_that_is_referred_to_exists(lexicon: Lexicon) -> None:
    for text in TEXTS:
        found = extract(Article("a", text), lexicon)
        known = {o.organisation_name for o in found.organisations}
        assert len(known) == len(found.organisations)
        assert {p.organisation_name for p in found.participations} - {None} <= known
        assert {s.organisation_name for s in found.statement_speakers} - {None} <= known
        assert {d.addressee_organisation_name for d in found.demands} - {None} <= known


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", ".", "\ufeff", "a" * 5000, "\x00", "He said. " * 50, "，。；"]
)
def test_odd_texts_give_no_facts(text: str, lexicon: Lexicon) -> None:
    found = extract(Article("a", text), lexicon)
    assert not (found.meetings or found.participations or found.demands or found.commitments)


def test_an_empty_batch_has_all_columns() -> None:
    nothing: list[Extraction] = []
    for name, rows in tabulate(nothing, "v1").items():
        assert rows.num_rows == 0
        assert rows.schema == SCHEMAS[name]


def test_no_language_stands_in_the_recognisers() -> None:
    # Words of the language belong into its pack. What a recogniser quotes in a docstring or comment is no code.
    quoted = re.compile(r'"""[\s\S]*?"""|#.*')
    for path in Path(PROJECT / "ingest").rglob("*.py"):
        code = quoted.sub("", path.read_text(encoding="utf-8"))
        for word in ("mayor", "chairman", "said", "hoped", "visited", "january", "aluminum"):
            assert not re.search(rf"\b{word}\b", code, re.IGNORECASE), f"{word} in {path.name}"
