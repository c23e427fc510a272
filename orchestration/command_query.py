"""`potline query`: one SQL query on the published file, to the terminal or into a pipe."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal, TextIO

import duckdb

from orchestration.published import open_published
from orchestration.settings import Settings
from orchestration.terminal import CommandError, cell, clean_text, first_line, message_console, output_console

Format = Literal["table", "csv", "json"]
TABLE_ROWS = 500
FETCH_ROWS = 2_000


def run_query(settings: Settings, sql: str, output_format: Format) -> None:
    """Print the result of a query.

    Raises:
        CommandError: the query cannot be run, or nothing is published.
    """
    with open_published(settings) as connection:
        try:
            cursor = connection.execute(sql)
            if cursor is None or not cursor.description:
                raise CommandError("The query gives no rows.")
            names = [column[0] for column in cursor.description]
            rows = _fetch_rows(cursor)
            if output_format == "table":
                _print_table(names, rows)
            elif output_format == "csv":
                write_csv(names, rows, sys.stdout)
            else:
                write_json(names, rows, sys.stdout)
        except duckdb.Error as error:
            raise CommandError(f"The query failed: {clean_text(first_line(error))}") from error


def write_csv(names: list[str], rows: Iterator[tuple[Any, ...]], stream: TextIO) -> None:
    """Write a header and the rows as RFC 4180; NULL is an empty field."""
    safe = _escape_for(stream)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([safe(value) for value in row] for row in rows)


def write_json(names: list[str], rows: Iterator[tuple[Any, ...]], stream: TextIO) -> None:
    """Write an array with one object a row, a row a line."""
    ascii_only = stream.isatty()
    stream.write("[")
    for position, row in enumerate(rows):
        stream.write(",\n " if position else "\n ")
        record = dict(zip(names, row, strict=True))
        stream.write(json.dumps(record, ensure_ascii=ascii_only, default=_to_json))
    stream.write("\n]\n")


def _fetch_rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(FETCH_ROWS):
        yield from rows


def _print_table(names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    for name in names:
        table.add_column(cell(name), overflow="fold")
    for shown, row in enumerate(rows):
        if shown == TABLE_ROWS:
            message_console().print(
                f"Only the first {TABLE_ROWS} rows are shown; --format csv or json gives all.", markup=False
            )
            break
        table.add_row(*(cell(value, 300) for value in row))
    output_console().print(table)


def _escape_for(stream: TextIO) -> Any:
    """Into a file or a pipe go the values as they are; onto a terminal only what is printable."""
    if not stream.isatty():
        return lambda value: value
    return lambda value: clean_text(value) if isinstance(value, str) else value


def _to_json(value: object) -> object:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)
