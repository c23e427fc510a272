"""Rows as an Excel workbook, a sheet a table, within what Excel can hold."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.exports.changes import Changes, fit_excel_cell
from orchestration.exports.selection import Selection
from orchestration.terminal import CommandError

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_576
SHEET_NAME_LENGTH = 31
# Excel keeps fifteen digits of a number, and counts days from 1900.
WHOLE_NUMBERS_BELOW = 10**15
FIRST_YEAR = 1900
COLUMN_WIDTH = 18

_OPTIONS: dict[str, Any] = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_workbook(
    connection: duckdb.DuckDBPyConnection,
    selections: Sequence[Selection],
    path: Path,
    built_at: datetime,
    changes: Changes,
) -> list[int]:
    """Write one sheet a table; every text is written as text, never as a formula, a number or a link.

    Args:
        connection: the release.
        selections: its tables.
        path: the file; what is written in between lies beside it.
        built_at: when the release was built, which the workbook gives as its own time.
        changes: counts what Excel cannot take as it is.

    Returns:
        The rows of each sheet, without the header.

    Raises:
        CommandError: a table has more rows than a sheet, a name is too long for one, or the file is too large for one.
        OSError: the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

    for selection in selections:
        _check_sheet(connection, selection)
    try:
        with Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)}) as workbook:
            workbook.set_properties({"created": built_at})
            header = workbook.add_format({"bold": True})
            formats = {
                date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
                datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            }
            counts = []
            for selection in selections:
                sheet = workbook.add_worksheet(selection.name)
                sheet.freeze_panes(1, 0)
                sheet.set_column(0, len(selection.columns) - 1, COLUMN_WIDTH)
                for column, name in enumerate(selection.columns):
                    sheet.write_string(0, column, name, header)
                count = 0
                for count, row in enumerate(selection.rows(connection), start=1):
                    for column, value in enumerate(row):
                        _write_cell(sheet, count, column, value, formats, changes)
                counts.append(count)
    except FileCreateError as error:
        raise OSError(str(error)) from error
    except XlsxWriterException as error:
        raise CommandError(f"Excel cannot hold this: {error}. Choose another format.") from error
    return counts


def _check_sheet(connection: duckdb.DuckDBPyConnection, selection: Selection) -> None:
    count = selection.count(connection)
    if count >= SHEET_ROWS:
        raise CommandError(
            f"{selection.name} has {count:,} rows and a sheet of Excel holds {SHEET_ROWS - 1:,} below its header: "
            "choose some with --where, or another format."
        )
    if len(selection.name) > SHEET_NAME_LENGTH:
        raise CommandError(
            f"{selection.name} is too long a name for a sheet of Excel: choose another format."
        )


def _write_cell(
    sheet: "Worksheet",
    row: int,
    column: int,
    value: object,
    formats: dict[type, Any],
    changes: Changes,
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value) and abs(value) < WHOLE_NUMBERS_BELOW:
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, value, formats[type(value)])
    else:
        sheet.write_string(row, column, fit_excel_cell(str(value), changes))
