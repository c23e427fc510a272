"""The ledger of the landing folders, fed by hand: from one state of a folder to the next."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from warehouse.readings import Reading, ReadingResult, begin_reading, finish_reading, record_batch

FIRST_DAY = datetime(2024, 3, 1, tzinfo=UTC)
TABLES = ("raw.articles", "raw.article_sources", "raw.rejected_inputs", "raw.ingest_runs")

ARTICLE_TYPES = {
    "source_path": pa.string(),
    "article_id": pa.string(),
    "content_sha256": pa.string(),
    "text": pa.string(),
    "char_count": pa.int32(),
    "encoding": pa.string(),
    "byte_count": pa.int64(),
    "url": pa.string(),
    "given_title": pa.string(),
    "given_published_on": pa.date32(),
    "extracted_with": pa.string(),
}
REJECTED_TYPES = {
    "source_path": pa.string(),
    "reason": pa.string(),
    "detail": pa.string(),
    "byte_count": pa.int64(),
}


class Bad(str):
    """The reason for which an input is rejected."""


Folder = dict[str, str]
ReadFolder = Callable[..., ReadingResult]


def article_id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def batch_of(folder: Folder) -> tuple[pa.Table, pa.Table]:
    articles = [
        {
            "source_path": path,
            "article_id": article_id(text),
            "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "text": text,
            "char_count": len(text),
            "encoding": "utf-8",
            "byte_count": len(text.encode()),
        }
        for path, text in sorted(folder.items())
        if not isinstance(text, Bad)
    ]
    rejected = [
        {"source_path": path, "reason": str(text), "detail": f"It is {text}.", "byte_count": 0}
        for path, text in sorted(folder.items())
        if isinstance(text, Bad)
    ]
    return (
        pa.Table.from_pylist(articles, schema=pa.schema(ARTICLE_TYPES)),
        pa.Table.from_pylist(rejected, schema=pa.schema(REJECTED_TYPES)),
    )


@pytest.fixture
def read_folder(con: duckdb.DuckDBPyConnection) -> ReadFolder:
    """Read states of a folder, each a day after the one before, in batches of some inputs."""
    days = iter(range(100))

    def read(folder: Folder, *, name: str = "/landing", size: int = 100) -> ReadingResult:
        at = FIRST_DAY + timedelta(days=next(days))
        reading = begin_reading(con, name, started_at=at)
        items = sorted(folder.items())
        for start in range(0, len(items), size):
            record_batch(con, reading, *batch_of(dict(items[start : start + size])))
        return finish_reading(con, reading, finished_at=at)

    return read


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return con.execute(query).fetchall()


def snapshot(con: duckdb.DuckDBPyConnection) -> list[Any]:
    return [rows(con, f"from {table} order by all") for table in TABLES]


def places(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Give the state of each place and text: current, or the days of being superseded or missing."""
    found = rows(
        con,
        """
        select source_path, text, day(superseded_at), day(missing_since)
        from raw.article_sources join raw.articles using (article_id)
        """,
    )
    return {
        (path, text): " ".join(
            ([f"superseded {superseded}"] if superseded else []) + ([f"missing {missing}"] if missing else [])
        )
        or "current"
        for path, text, superseded, missing in found
    }


@pytest.mark.parametrize("size", [1, 2, 100])
def test_counts_add_up_at_any_batch_size(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder, size: int
) -> None:
    folder = {"a": "one", "b": "two", "c": "one", "d": Bad("empty"), "e": "one"}
    result = read_folder(folder, size=size)
    counts = (result.seen_count, result.loaded_count, result.duplicate_count, result.rejected_count)
    assert counts == (5, 2, 2, 1)
    assert (result.new_article_count, result.unchanged_count, result.missing_count) == (2, 0, 0)
    assert result.has_changed
    assert rows(con, "select seen_count, new_article_count from raw.ingest_runs") == [(5, 2)]
    assert rows(con, "select count(*) from raw.article_sources") == [(4,)]


@pytest.mark.parametrize("size", [1, 100])
def test_the_second_reading_changes_no_row(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder, size: int
) -> None:
    folder = {"a": "one", "b": "two", "c": "one", "d": Bad("empty")}
    read_folder(folder)
    before = snapshot(con)
    result = read_folder(folder, size=size)
    assert snapshot(con) == before
    assert not result.has_changed
    assert (result.seen_count, result.unchanged_count, result.new_article_count) == (4, 4, 0)


def test_a_changed_file_supersedes_its_old_text_and_may_return_to_it(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    read_folder({"a": "one", "b": "two"})
    result = read_folder({"a": "new", "b": "two"})
    assert places(con) == {("a", "one"): "superseded 2", ("a", "new"): "current", ("b", "two"): "current"}
    assert (result.new_article_count, result.unchanged_count, result.missing_count) == (1, 1, 0)
    result = read_folder({"a": "one", "b": "two"})
    assert places(con) == {("a", "one"): "current", ("a", "new"): "superseded 3", ("b", "two"): "current"}
    assert (result.new_article_count, result.has_changed) == (0, True)


def test_a_vanished_file_is_marked_once_and_cleared_when_it_is_back(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    read_folder({"a": "one", "b": "two"})
    assert read_folder({"b": "two"}).missing_count == 1
    assert read_folder({"b": "two"}).has_changed is False
    assert places(con) == {("a", "one"): "missing 2", ("b", "two"): "current"}
    assert rows(con, "select count(*) from raw.articles") == [(2,)]
    result = read_folder({"a": "one", "b": "two"})
    assert (result.has_changed, result.new_article_count) == (True, 0)
    assert set(places(con).values()) == {"current"}


def test_a_vanished_file_that_is_back_with_another_text_is_superseded(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    read_folder({"a": "one"})
    read_folder({})
    read_folder({"a": "new"})
    assert places(con) == {("a", "one"): "superseded 3", ("a", "new"): "current"}


def test_a_renamed_file_is_one_article_with_two_places(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    read_folder({"a": "one"})
    result = read_folder({"z": "one"})
    assert (result.new_article_count, result.missing_count, result.loaded_count) == (0, 1, 1)
    assert places(con) == {("a", "one"): "missing 2", ("z", "one"): "current"}


def test_a_rejected_input_that_loads_leaves_the_list(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    read_folder({"a": Bad("empty")})
    result = read_folder({"a": "one"})
    assert result.has_changed
    assert rows(con, "from raw.rejected_inputs") == []
    assert places(con) == {("a", "one"): "current"}


def test_an_article_whose_place_is_rejected_keeps_its_facts(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    read_folder({"a": "one"})
    result = read_folder({"a": Bad("binary")})
    assert places(con) == {("a", "one"): "missing 2"}
    assert rows(con, "select source_path, reason from raw.rejected_inputs") == [("a", "binary")]
    assert (result.rejected_count, result.missing_count, result.has_changed) == (1, 0, True)
    assert read_folder({"a": Bad("binary")}).has_changed is False
    read_folder({"a": "one"})
    assert places(con) == {("a", "one"): "current"}
    assert rows(con, "from raw.rejected_inputs") == []


def test_a_rejection_is_dated_by_its_reason(con: duckdb.DuckDBPyConnection, read_folder: ReadFolder) -> None:
    query = "select reason, day(seen_at), day(missing_since) from raw.rejected_inputs"
    read_folder({"a": Bad("empty")})
    read_folder({"a": Bad("binary")})
    assert rows(con, query) == [("binary", 2, None)]
    read_folder({})
    assert rows(con, query) == [("binary", 2, 3)]
    assert read_folder({}).has_changed is False
    read_folder({"a": Bad("binary")})
    assert rows(con, query) == [("binary", 2, None)]


def test_landing_folders_do_not_touch_each_other(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    first = {"a": "one", "b": Bad("empty")}
    second = {"a": "other", "b": "fine", "c": "one"}
    read_folder(first, name="/first")
    result = read_folder(second, name="/second")
    assert (result.missing_count, result.new_article_count, result.loaded_count) == (0, 2, 3)
    assert set(places(con).values()) == {"current"}
    before = snapshot(con)
    assert read_folder(first, name="/first").has_changed is False
    assert read_folder(second, name="/second").has_changed is False
    assert snapshot(con) == before


def test_an_empty_folder_that_was_never_read_is_no_change(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    assert read_folder({}).has_changed is False
    assert rows(con, "from raw.ingest_runs") == []


def test_a_batch_is_recorded_whole_or_not_at_all(con: duckdb.DuckDBPyConnection) -> None:
    reading = begin_reading(con, "/landing")
    articles, rejected = batch_of({"a": "one", "b": Bad("empty")})
    broken = rejected.set_column(1, "reason", pa.array([None], pa.string()))
    with pytest.raises(duckdb.ConstraintException):
        record_batch(con, reading, articles, broken)
    assert rows(con, "from raw.articles") == rows(con, "from raw.article_sources") == []
    assert (reading.new_article_count, reading.changed_count) == (0, 0)
    record_batch(con, reading, articles, rejected)
    assert finish_reading(con, reading).seen_count == 2


def test_a_reading_that_was_killed_is_written_down_by_the_next(
    con: duckdb.DuckDBPyConnection, read_folder: ReadFolder
) -> None:
    record_batch(con, begin_reading(con, "/landing"), *batch_of({"a": "one"}))
    result = read_folder({"a": "one"})
    assert (result.new_article_count, result.unchanged_count, result.has_changed) == (0, 1, True)
    assert rows(con, "select seen_count from raw.ingest_runs") == [(1,)]
    assert read_folder({"a": "one"}).has_changed is False


def test_the_same_text_in_another_encoding_is_the_same_article(con: duckdb.DuckDBPyConnection) -> None:
    for byte_count in (3, 8):
        reading: Reading = begin_reading(con, "/landing")
        articles, rejected = batch_of({"a": "one"})
        sized = articles.set_column(6, "byte_count", pa.array([byte_count], pa.int64()))
        record_batch(con, reading, sized, rejected)
        assert finish_reading(con, reading).has_changed
    assert rows(con, "select byte_count from raw.article_sources") == [(8,)]
    assert rows(con, "select count(*) from raw.articles") == [(1,)]


def test_what_was_delivered_beside_a_text_is_kept_and_follows_the_last_delivery(
    con: duckdb.DuckDBPyConnection,
) -> None:
    query = "select url, given_title, given_published_on::varchar, extracted_with from raw.article_sources"
    for url, day, has_changed in [
        ("https://a", date(2024, 3, 15), True),
        ("https://a", date(2024, 3, 15), False),
        ("https://b", None, True),
    ]:
        reading = begin_reading(con, "/landing")
        articles, rejected = batch_of({"a": "one"})
        for name, value in {"url": url, "given_published_on": day}.items():
            index = articles.schema.get_field_index(name)
            articles = articles.set_column(index, name, pa.array([value], ARTICLE_TYPES[name]))
        record_batch(con, reading, articles, rejected)
        assert finish_reading(con, reading).has_changed is has_changed
        assert rows(con, query) == [(url, None, day and day.isoformat(), None)]


def test_times_are_utc_and_the_folder_has_the_name_that_it_is_given(con: duckdb.DuckDBPyConnection) -> None:
    at = datetime.fromisoformat("2024-03-01T20:00:00+08:00")
    reading = begin_reading(con, "s3://bucket/news", started_at=at)
    assert reading.input_folder == "s3://bucket/news"
    assert reading.started_at == datetime(2024, 3, 1, 12)
    assert reading.run_id.startswith("20240301T120000Z-")
