"""Rows on the terminal or into a pipe: as a table, CSV or JSON."""

import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal, TextIO

from orchestration.terminal import cell, clean_text, message_console, output_console

Format = Literal["table", "csv", "json"]
TABLE_ROWS = 500


def print_rows(names: list[str], rows: Iterable[tuple[Any, ...]], output_format: Format) -> None:
    """Print a header and rows in one of the formats; of a table the first 500 rows."""
    if output_format == "table":
        _print_table(names, rows)
    elif output_format == "csv":
        write_csv(names, rows, sys.stdout)
    else:
        write_json(names, rows, sys.stdout)


def write_csv(names: list[str], rows: Iterable[tuple[Any, ...]], stream: TextIO) -> None:
    """Write a header and the rows as RFC 4180; NULL is an empty field."""
    safe = _escape_for(stream)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([safe(value) for value in row] for row in rows)


def write_json(names: list[str], rows: Iterable[tuple[Any, ...]], stream: TextIO) -> None:
    """Write an array with one object a row, a row a line; what JSON cannot say (infinity, not a number) is null."""
    encoder = json.JSONEncoder(ensure_ascii=stream.isatty(), allow_nan=False, default=to_json)
    stream.write("[")
    for position, record in enumerate(make_records(names, rows)):
        stream.write(",\n " if position else "\n ")
        stream.write(encoder.encode(record))
    stream.write("\n]\n")


def make_records(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Give each row as an object of what JSON can say, or `to_json` can make it say."""
    for row in rows:
        yield {name: _drop_no_numbers(value) for name, value in zip(names, row, strict=True)}


def _drop_no_numbers(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_drop_no_numbers(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _drop_no_numbers(part) for key, part in value.items()}
    return value


def to_json(value: object) -> object:
    """Return what stands in JSON for a value that JSON does not know."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _print_table(names: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
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
