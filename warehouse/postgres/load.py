"""Copying a release of DuckDB into an empty schema of PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import PublishError
from warehouse.postgres.columns import choose_target
from warehouse.postgres.schemas import note_release, start_schema
from warehouse.postgres.server import Server
from warehouse.releases import Release
from warehouse.store import open_attached, quote_name, quote_text
from warehouse.tables import Table, describe_tables

if TYPE_CHECKING:
    import pyarrow as pa

# Texts of articles are the widest of what is copied: a batch of them is some megabytes.
_BATCH_ROWS = 2_048
# An index of PostgreSQL holds no entry of more than 2,704 bytes, a third of a page.
_INDEX_BYTES = 2_600
_SOURCE = "release"


def load_release(server: Server, release: Release, schema: str) -> list[str]:
    """Make a schema of a release's tables with their keys, indexes, comments and rows.

    It belongs into a transaction: a process that is killed on the way leaves nothing.

    Returns:
        A sentence for each key that PostgreSQL cannot hold.

    Raises:
        PublishError: the server refuses, or not every row has arrived.
    """
    start_schema(server, schema)
    notes = []
    with open_attached(release.database, _SOURCE) as con:
        con.execute("set TimeZone = 'UTC'")
        for table in describe_tables(con, _SOURCE, "marts"):
            target = f"{quote_name(schema)}.{quote_name(table.name)}"
            server.run(_write_table(table, target), *_write_comments(table, target))
            copied = server.copy(schema, table.name, _read_rows(con, table))
            if copied != release.row_counts[table.name]:
                raise PublishError(
                    f"Of the {release.row_counts[table.name]:,} rows of {table.name} {copied:,} arrived in PostgreSQL."
                )
            if table.primary_key and not _fits_index(con, table, table.primary_key):
                notes.append(f"{table.name} has no primary key in PostgreSQL: one is too long for an index.")
            elif table.primary_key:
                server.run(f"alter table {target} add primary key ({_names(table.primary_key)})")
            for name in _choose_indexed(table):
                if _fits_index(con, table, [name]):
                    server.run(f"create index on {target} ({quote_name(name)})")
            server.run(f"analyze {target}")
    note_release(server, schema, release.release_id)
    return notes


def _write_table(table: Table, target: str) -> str:
    parts = [
        f"{quote_name(column.name)} {choose_target(column).type}{'' if column.is_nullable else ' not null'}"
        for column in table.columns
    ]
    return f"create table {target} ({', '.join(parts)})"


def _write_comments(table: Table, target: str) -> list[str]:
    comments = [f"comment on table {target} is {quote_text(table.description)}"] if table.description else []
    return comments + [
        f"comment on column {target}.{quote_name(column.name)} is {quote_text(column.description)}"
        for column in table.columns
        if column.description
    ]


def _read_rows(con: duckdb.DuckDBPyConnection, table: Table) -> pa.RecordBatchReader:
    values = ", ".join(
        f"{choose_target(column).expression} as {quote_name(column.name)}" for column in table.columns
    )
    relation = con.sql(f"select {values} from {_SOURCE}.marts.{quote_name(table.name)}")
    return relation.to_arrow_reader(_BATCH_ROWS)


def _choose_indexed(table: Table) -> list[str]:
    """Return the columns that lead to other tables, but for one that the primary key begins with."""
    return [
        column.name
        for column in table.columns
        if column.name.endswith("_id") and column.name not in table.primary_key[:1]
    ]


def _fits_index(con: duckdb.DuckDBPyConnection, table: Table, names: Sequence[str]) -> bool:
    columns = [column for column in table.columns if column.name in names]
    size = " + ".join(
        f"coalesce(strlen(cast({choose_target(column).expression} as varchar)), 0)" for column in columns
    )
    ((longest,),) = con.execute(
        f"select coalesce(max({size}), 0) from {_SOURCE}.marts.{quote_name(table.name)}"
    ).fetchall()
    return int(longest) <= _INDEX_BYTES


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(quote_name, names))
