"""Opening the working file."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import WarehouseError, WarehouseLockedError, explain_errors_of_opening
from warehouse.store import open_attached, open_store, quote_name, quote_text, transaction

HOLD = """
import sys
from warehouse.store import open_store
with open_store(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_folder_and_schemas_are_created_once(store: Path) -> None:
    for _ in range(2):
        with open_store(store) as con:
            schemas = con.execute("select distinct schema_name from duckdb_tables() order by all").fetchall()
            uncommented = con.execute(
                "select count(*) from duckdb_columns() where comment is null and not internal"
            )
            assert uncommented.fetchall() == [(0,)]
    assert schemas == [("extracted",), ("ledger",), ("raw",)]


def test_a_file_of_before_gets_the_columns_that_are_new(store: Path) -> None:
    new = {
        "raw.article_sources": ("url", "given_title", "given_published_on", "extracted_with"),
        "extracted.article_headers": ("given_published_on",),
    }
    with open_store(store) as con:
        for table, columns in new.items():
            for column in columns:
                con.execute(f"alter table {table} drop column {column}")
        con.execute(
            "insert into raw.article_sources values ('/in', 'a.txt', 'a', 1, '2024-03-01', null, null)"
        )
        con.execute(
            "insert into extracted.article_headers values ('a', null, null, null, null, 'en', 'v1')",
        )
    with open_store(store) as con:
        for table, columns in new.items():
            assert con.execute(f"select {', '.join(columns)} from {table}").fetchall() == [
                (None,) * len(columns)
            ]


def test_a_file_in_use_is_told_in_one_sentence_that_names_the_holder(store: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        message = rf"^The warehouse {store} is in use by process {holder.pid}\.$"
        with pytest.raises(WarehouseLockedError, match=message), open_store(store):
            pass
        with pytest.raises(WarehouseLockedError, match=message), open_attached(store, "source"):
            pass
    finally:
        holder.communicate()
    with open_store(store):
        pass


def test_a_file_in_use_by_this_process_is_told(con: duckdb.DuckDBPyConnection, store: Path) -> None:
    with (
        pytest.raises(WarehouseLockedError, match="another connection of this process"),
        open_attached(store, "s"),
    ):
        pass


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    path = tmp_path / "potline.duckdb"
    path.write_bytes(b"something else" * 1000)
    with pytest.raises(WarehouseError, match=r"cannot be opened: .*not a valid DuckDB"), open_store(path):
        pass


def test_a_file_of_a_later_duckdb_is_told(store: Path) -> None:
    # In DuckDB's own words: no file of a later one can be had here.
    said = "IO Error: Trying to read a database file with version number 69, but we can only read versions between 64 and 68."
    with (
        pytest.raises(WarehouseError, match=r"does not read: run `make setup`"),
        explain_errors_of_opening(store),
    ):
        raise duckdb.IOException(said)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(WarehouseError, match="cannot be opened"),
        open_store(tmp_path / "file" / "potline.duckdb"),
    ):
        pass


def test_a_file_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "potline.duckdb"
    with pytest.raises(WarehouseError, match="There is no warehouse"), open_attached(path, "source"):
        pass
    assert not path.exists()


def test_the_file_is_closed_after_an_error(store: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_store(store):
        raise ZeroDivisionError
    duckdb.connect(str(store), read_only=True).close()


def test_what_a_killed_process_had_no_memory_for_is_swept(store: Path) -> None:
    with open_store(store):
        pass
    left = [store.with_name(f"{store.name}{suffix}") for suffix in (".tmp", ".reading.tmp")]
    for folder in left:
        folder.mkdir()
        (folder / "duckdb_temp_storage_DEFAULT-0.tmp").touch()
    with open_store(store):
        assert not any(folder.exists() for folder in left)


def test_a_transaction_is_undone_by_an_error(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table kept (n integer)")
    with pytest.raises(ZeroDivisionError), transaction(con):
        con.execute("insert into kept values (1)")
        raise ZeroDivisionError
    with transaction(con):
        con.execute("insert into kept values (2)")
    assert con.execute("from kept").fetchall() == [(2,)]


def test_names_and_texts_are_quoted(con: duckdb.DuckDBPyConnection) -> None:
    text, name = quote_text("it's"), quote_name('a "b"')
    row = con.execute(f"select {text} as {name}")
    assert row.description[0][0] == 'a "b"'
    assert row.fetchall() == [("it's",)]
