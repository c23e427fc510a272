"""A release many times over, by SQL: what grows with the articles gets copies with keys of their own."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.store import open_attached, quote_name, quote_text
from warehouse.tables import Table, describe_tables

_SOURCE, _TARGET, _SCHEMA = "release", "many", "marts"
# Keys of what each copy has anew; all other keys, of firms, bodies, places and days, are those of the original.
COPIED_KEYS = frozenset(
    {
        "article_id",
        "commitment_id",
        "content_sha256",
        "demand_id",
        "demand_response_id",
        "diary_entry_id",
        "extraction_issue_id",
        "first_commitment_id",
        "meeting_conflict_id",
        "meeting_id",
        "other_person_id",
        "participation_id",
        "people_pair_id",
        "person_id",
        "person_position_id",
        "reprint_of_article_id",
        "statement_id",
    }
)
# One transaction each, of a size that memory holds.
_COPIES_AT_ONCE = 25
LEFT_ALONE = frozenset({"fct_corrections"})


def multiply_marts(release: Path, store: Path, statements: int) -> None:
    """Make a working file whose marts have at least so many statements, with the keys and comments of the original.

    Args:
        release: a published file.
        store: the working file; there is none yet.
        statements: how many.
    """
    with open_attached(release, _SOURCE) as connection:
        connection.execute(f"attach {quote_text(str(store))} as {_TARGET}")
        connection.execute(f"create schema {_TARGET}.{_SCHEMA}")
        count_query = f"select count(*) from {_SOURCE}.{_SCHEMA}.fct_statements"
        ((there,),) = connection.execute(count_query).fetchall()
        copies = -(-statements // there)
        for table in describe_tables(connection, _SOURCE, _SCHEMA):
            _copy(connection, table, copies)


def _copy(connection: duckdb.DuckDBPyConnection, table: Table, copies: int) -> None:
    target = f"{_TARGET}.{_SCHEMA}.{quote_name(table.name)}"
    parts = [
        f"{quote_name(column.name)} {column.type}{'' if column.is_nullable else ' not null'}"
        for column in table.columns
    ]
    if table.primary_key:
        parts.append(f"primary key ({', '.join(map(quote_name, table.primary_key))})")
    connection.execute(f"create table {target} ({', '.join(parts)})")
    is_copied = table.name not in LEFT_ALONE and COPIED_KEYS & set(table.primary_key)
    values = [
        # As long as the hashes that keys are.
        f"md5({quote_name(column.name)} || copy_number)"
        if is_copied and column.name in COPIED_KEYS
        else quote_name(column.name)
        for column in table.columns
    ]
    times = copies if is_copied else 1
    for first in range(0, times, _COPIES_AT_ONCE):
        numbers = (
            f"select range::varchar as copy_number from range({first}, {min(first + _COPIES_AT_ONCE, times)})"
        )
        connection.execute(
            f"insert into {target} select {', '.join(values)} "
            f"from {_SOURCE}.{_SCHEMA}.{quote_name(table.name)}, ({numbers})"
        )
    if table.description:
        connection.execute(f"comment on table {target} is {quote_text(table.description)}")
    for column in table.columns:
        if column.description:
            connection.execute(
                f"comment on column {target}.{quote_name(column.name)} is {quote_text(column.description)}"
            )
