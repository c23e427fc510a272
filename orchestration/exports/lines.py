"""Rows as lines of text: CSV, and JSON Lines."""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from orchestration.exports.changes import Changes, guard_cell
from orchestration.printed_rows import to_json
from orchestration.terminal import clean_text


def write_csv_lines(
    names: Sequence[str], rows: Iterable[Sequence[Any]], stream: TextIO, changes: Changes
) -> int:
    """Write a header and rows as RFC 4180, texts guarded against formulas; NULL is an empty field.

    Returns:
        How many rows were written.
    """
    is_terminal = stream.isatty()

    def prepare(value: object) -> object:
        if not isinstance(value, str):
            return value
        guarded = guard_cell(value, changes)
        return clean_text(guarded) if is_terminal else guarded

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007
        writer.writerow([prepare(value) for value in row])
    return count


def write_json_lines(records: Iterable[dict[str, Any]], stream: TextIO) -> int:
    """Write an object a line; what JSON cannot say (infinity, not a number) is null.

    Returns:
        How many were written.
    """
    # Nothing of a text can act on a terminal when only ASCII is printed.
    encoder = json.JSONEncoder(ensure_ascii=stream.isatty(), allow_nan=False, default=to_json)
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007
        stream.write(encoder.encode(record) + "\n")
    return count
