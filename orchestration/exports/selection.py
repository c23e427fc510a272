"""Which rows are exported: tables of the release, and a condition on one of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.close_names import unknown_name
from orchestration.command_query import fetch_rows
from orchestration.published import SCHEMA
from orchestration.terminal import CommandError, clean_text, first_line
from warehouse.store import quote_name
from warehouse.tables import Table


@dataclass(frozen=True)
class Selection:
    """The rows of a table for which a condition holds; all of them for None."""

    table: Table
    condition: str | None = None

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in their order."""
        return [column.name for column in self.table.columns]

    @property
    def sql(self) -> str:
        """The query that gives the rows, in the order of the table."""
        # The line break ends a comment with which the condition may end.
        where = f" where ({self.condition}\n)" if self.condition is not None else ""
        return f"select * from {SCHEMA}.{quote_name(self.name)}{where}"

    def count(self, connection: duckdb.DuckDBPyConnection) -> int:
        """Count the rows."""
        return int(connection.execute(f"select count(*) from ({self.sql})").fetchall()[0][0])

    def rows(self, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
        """Give the rows, of which only a few are in memory at a time."""
        # A cursor of its own: a result that is read in part owns its connection.
        with connection.cursor() as cursor:
            yield from fetch_rows(cursor.execute(self.sql))


def select_tables(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Table],
    names: Sequence[str],
    condition: str | None,
) -> list[Selection]:
    """Return what is to be exported, each table once.

    Args:
        connection: the release, opened so that no query can do harm.
        tables: its tables.
        names: those that are wanted.
        condition: SQL that is true for the rows wanted, which needs exactly one table; None for all rows.

    Raises:
        CommandError: there is no such table, or the condition is none on it.
    """
    for name in names:
        if name not in tables:
            raise unknown_name("table", name, tables, "potline describe")
    chosen = [Selection(tables[name], condition) for name in dict.fromkeys(names)]
    if condition is not None:
        if len(chosen) != 1:
            raise CommandError("--where is a condition on one table: name it with --table.")
        _check_condition(connection, chosen[0])
    return chosen


def explain_condition(error: duckdb.Error) -> CommandError:
    """Return the error that tells why a condition cannot be met."""
    return CommandError(f"The condition of --where failed: {clean_text(first_line(error))}")


def _check_condition(connection: duckdb.DuckDBPyConnection, selection: Selection) -> None:
    """Let DuckDB see that the condition is one expression on the table, and not the rest of some other query."""
    try:
        connection.table(f"{SCHEMA}.{quote_name(selection.name)}").filter(f"({selection.condition}\n)")
    except duckdb.Error as error:
        raise explain_condition(error) from error
