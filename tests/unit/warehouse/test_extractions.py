"""The ledger of extraction."""

import hashlib
from datetime import date

import duckdb
import pyarrow as pa
import pytest

from warehouse.extractions import measure_stale_articles, replace_extractions, stale_articles


def load(con: duckdb.DuckDBPyConnection, *texts: str) -> list[str]:
    ids = []
    for text in texts:
        digest = hashlib.sha256(text.encode()).hexdigest()
        con.execute(
            "insert into raw.articles values (?, ?, ?, ?, 'utf-8', '2024-03-01')",
            [digest[:32], digest, text, len(text)],
        )
        ids.append(digest[:32])
    return ids


def headers(ids: list[str], version: str) -> pa.Table:
    # Columns in another order than the table's, and not all of them.
    count = len(ids)
    return pa.table({"extractor_version": [version] * count, "language": ["en"] * count, "article_id": ids})


def issues(ids: list[str]) -> pa.Table:
    count = len(ids)
    return pa.table(
        {
            "article_id": ids,
            "issue_ordinal": pa.array(range(count), pa.int32()),
            "issue_kind": ["kind"] * count,
            "cue_text": ["cue"] * count,
            "detail": ["detail"] * count,
            "start_char": pa.array([0] * count, pa.int32()),
            "end_char": pa.array([1] * count, pa.int32()),
            "rule_id": ["rule"] * count,
        }
    )


def test_articles_are_stale_until_this_version_has_read_them(con: duckdb.DuckDBPyConnection) -> None:
    ids = load(con, "one", "two", "three")
    (batch,) = stale_articles(con, "v1")
    assert batch.schema.names == ["article_id", "text", "published_on"]
    assert batch["article_id"].to_pylist() == ids
    replace_extractions(con, {"article_headers": headers(ids[:2], "v1")}, ids[:2])
    assert measure_stale_articles(con, "v1").article_count == 1
    assert measure_stale_articles(con, "v2").article_count == 3
    (batch,) = stale_articles(con, "v1")
    assert batch["article_id"].to_pylist() == ids[2:]
    replace_extractions(con, {"article_headers": headers(ids[2:], "v1")}, ids[2:])
    assert list(stale_articles(con, "v1")) == []


def deliver(con: duckdb.DuckDBPyConnection, article: str, place: str, day: str | None) -> None:
    con.execute(
        """
        insert or replace into raw.article_sources
            (input_folder, source_path, article_id, byte_count, first_seen_at, given_published_on)
        values ('/landing', ?, ?, 3, '2024-03-01', ?)
        """,
        [place, article, day],
    )


def read(con: duckdb.DuckDBPyConnection) -> list[tuple[str, date | None]]:
    """Read what is stale, and give the dates that it was read with."""
    found = []
    for batch in stale_articles(con, "v1"):
        table = headers(batch["article_id"].to_pylist(), "v1")
        table = table.append_column("given_published_on", batch["published_on"])
        replace_extractions(con, {"article_headers": table}, batch["article_id"].to_pylist())
        found += list(zip(batch["article_id"].to_pylist(), batch["published_on"].to_pylist(), strict=True))
    assert measure_stale_articles(con, "v1").article_count == 0
    return found


def test_an_article_is_stale_when_its_delivered_date_changes(con: duckdb.DuckDBPyConnection) -> None:
    (article,) = load(con, "one")
    deliver(con, article, "a", None)
    assert read(con) == [(article, None)]
    deliver(con, article, "b", "2024-03-15")
    assert read(con) == [(article, date(2024, 3, 15))]
    # A later date elsewhere says nothing new; an earlier one does.
    deliver(con, article, "c", "2024-03-16")
    assert read(con) == []
    deliver(con, article, "d", "2024-03-14")
    assert read(con) == [(article, date(2024, 3, 14))]
    # A place that holds another text by now tells nothing of this one; one that is gone does.
    con.execute("update raw.article_sources set superseded_at = '2024-04-01' where source_path = 'd'")
    con.execute("update raw.article_sources set missing_since = '2024-04-01' where source_path = 'b'")
    assert read(con) == [(article, date(2024, 3, 15))]


def test_batches_are_bounded_and_can_be_written_between(con: duckdb.DuckDBPyConnection) -> None:
    ids = load(con, *(letter * 40 for letter in "abcde"))
    seen = []
    for batch in stale_articles(con, "v1", max_batch_bytes=100):
        batch_ids = batch["article_id"].to_pylist()
        assert len(batch_ids) <= 2
        replace_extractions(con, {"article_headers": headers(batch_ids, "v1")}, batch_ids)
        seen += batch_ids
    assert seen == ids
    assert measure_stale_articles(con, "v1").article_count == 0


def test_a_text_beyond_the_bound_is_a_batch_of_its_own(con: duckdb.DuckDBPyConnection) -> None:
    load(con, "x" * 500, "y")
    assert [batch.num_rows for batch in stale_articles(con, "v1", max_batch_bytes=10)] == [1, 1]


def test_new_facts_take_the_place_of_the_old_ones_of_their_articles_only(
    con: duckdb.DuckDBPyConnection,
) -> None:
    first, second = load(con, "one", "two")
    for article in (first, second):
        tables = {"article_headers": headers([article], "v1"), "issues": issues([article])}
        replace_extractions(con, tables, [article])
    replace_extractions(con, {"article_headers": headers([first], "v2")}, [first])
    assert con.execute("select article_id from extracted.issues").fetchall() == [(second,)]
    versions = con.execute("select article_id, extractor_version from extracted.article_headers").fetchall()
    assert sorted(versions) == sorted([(first, "v2"), (second, "v1")])


def test_nothing_is_written_if_a_row_breaks_a_rule(con: duckdb.DuckDBPyConnection) -> None:
    (article,) = load(con, "one")
    replace_extractions(con, {"article_headers": headers([article], "v1")}, [article])
    broken = pa.concat_tables([headers([article], "v2")] * 2)
    with pytest.raises(duckdb.ConstraintException):
        replace_extractions(con, {"article_headers": broken, "issues": issues([article])}, [article])
    assert con.execute("select extractor_version from extracted.article_headers").fetchall() == [("v1",)]


def test_unknown_tables_and_foreign_rows_are_refused(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="no table nonsense"):
        replace_extractions(con, {"nonsense": headers([], "v1")}, [])
    with pytest.raises(ValueError, match="1 rows of article_headers are of articles"):
        replace_extractions(con, {"article_headers": headers(["x"], "v1")}, ["y"])
    assert con.execute("from extracted.article_headers").fetchall() == []
