"""`potline query`: one SQL query on the published file, to the terminal or into a pipe."""

from collections.abc import Iterator
from typing import Any

import duckdb

from orchestration.printed_rows import Format, print_rows
from orchestration.published import open_published
from orchestration.settings import Settings
from orchestration.terminal import CommandError, clean_text, first_line

FETCH_ROWS = 2_000


def run_query(settings: Settings, sql: str, output_format: Format, *, called: str = "The query") -> None:
    """Print the result of a query, which errors call by the given words.

    Raises:
        CommandError: the query cannot be run, or nothing is published.
    """
    with open_published(settings) as connection:
        try:
            cursor = connection.execute(sql)
            if cursor is None or not cursor.description:
                raise CommandError(f"{called} gives no rows.")
            names = [column[0] for column in cursor.description]
            print_rows(names, fetch_rows(cursor), output_format)
        except duckdb.Error as error:
            raise CommandError(f"{called} failed: {clean_text(first_line(error))}") from error


def fetch_rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a result, of which only a few are in memory at a time."""
    while rows := cursor.fetchmany(FETCH_ROWS):
        yield from rows
