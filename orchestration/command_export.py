"""`potline export`: tables of the current release as files that other programs read."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

import duckdb
from rich.text import Text

from orchestration.exports.annotations import MOTIVATIONS, make_annotations
from orchestration.exports.changes import Changes
from orchestration.exports.lines import write_csv_lines, write_json_lines
from orchestration.exports.parquet import write_parquet
from orchestration.exports.selection import Selection, explain_condition, select_tables
from orchestration.exports.targets import finished_files, plan_files, plan_workbook
from orchestration.exports.wanted import ExportFormat, Wanted
from orchestration.exports.workbook import write_workbook
from orchestration.printed_rows import make_records
from orchestration.published import describe_published, open_published
from orchestration.settings import Settings
from orchestration.terminal import CommandError, clean_text, first_line, message_console, output_console
from warehouse.tables import Table

STDOUT = "-"
_ENDINGS = {
    ExportFormat.CSV: ".csv",
    ExportFormat.PARQUET: ".parquet",
    ExportFormat.JSONL: ".jsonl",
    ExportFormat.ANNOTATIONS: ".annotations.jsonl",
}
_LINES = {ExportFormat.CSV, ExportFormat.JSONL, ExportFormat.ANNOTATIONS}


@dataclass(frozen=True)
class _Job:
    """An export under way: the open release, when it was built, and what had to be changed so far."""

    connection: duckdb.DuckDBPyConnection
    output_format: ExportFormat
    selections: list[Selection]
    release_id: str
    built_at: datetime
    changes: Changes


def run_export(settings: Settings, wanted: Wanted) -> None:
    """Export tables of the current release, and say what went where and what had to be changed.

    Raises:
        CommandError: nothing is published, what is wanted is not there or does not fit the format, or a file is there
            already or cannot be written.
    """
    # Without a limit DuckDB keeps what it has read of the file in memory.
    with open_published(settings) as connection:
        try:
            job = _prepare(connection, wanted)
            if wanted.output == STDOUT:
                _write_out(job)
            else:
                _write_files(job, settings, wanted)
        except duckdb.Error as error:
            if wanted.condition is not None:
                raise explain_condition(error) from error
            raise CommandError(f"The release cannot be read: {clean_text(first_line(error))}") from error
    for change, count in job.changes.items():
        message_console().print(Text(f"Cells that {change}: {count:,}."), soft_wrap=True)


def _prepare(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> _Job:
    tables = describe_published(connection)
    names = wanted.tables or list(_tables_for(wanted.output_format, tables))
    selections = select_tables(connection, tables, names, wanted.condition)
    for selection in selections:
        if wanted.output_format == ExportFormat.ANNOTATIONS and selection.name not in MOTIVATIONS:
            raise CommandError(
                f"The rows of {selection.name} have no place in a text; annotations are made of {', '.join(MOTIVATIONS)}."
            )
    release_id, built_at = connection.execute(
        "select release_id, built_at from marts.dim_release"
    ).fetchall()[0]
    return _Job(connection, wanted.output_format, selections, release_id, built_at, Changes())


def _tables_for(output_format: ExportFormat, tables: dict[str, Table]) -> dict[str, Table]:
    if output_format != ExportFormat.ANNOTATIONS:
        return tables
    return {name: tables[name] for name in MOTIVATIONS if name in tables}


def _write_out(job: _Job) -> None:
    if job.output_format not in _LINES:
        raise CommandError(f"{job.output_format.value} goes into a file: name it with --output.")
    if len(job.selections) != 1:
        raise CommandError("One table goes to standard output: name it with --table.")
    _write_lines(job, job.selections[0], sys.stdout)


def _write_files(job: _Job, settings: Settings, wanted: Wanted) -> None:
    paths = _plan(job, wanted.output)
    published = settings.published.resolve()
    if published in paths[0].resolve().parents:
        raise CommandError(f"Nothing is exported into {published}, which holds the releases.")
    with finished_files(paths, force=wanted.force) as written:
        if job.output_format == ExportFormat.XLSX:
            counts = write_workbook(job.connection, job.selections, written[0], job.built_at, job.changes)
        else:
            counts = [
                _write_file(job, selection, path)
                for selection, path in zip(job.selections, written, strict=True)
            ]
    unit = "annotations" if job.output_format == ExportFormat.ANNOTATIONS else "rows"
    for selection, count in zip(job.selections, counts, strict=True):
        output_console().print(Text(f"{selection.name:30} {count:>12,} {unit}"), soft_wrap=True)
    place = paths[0] if len(paths) == 1 else f"{len(paths)} files in {paths[0].parent}"
    output_console().print(Text(f"Release {job.release_id}: {clean_text(place)}"), soft_wrap=True)


def _plan(job: _Job, output: str | None) -> list[Path]:
    name = f"potline-{job.release_id}"
    if job.output_format == ExportFormat.XLSX:
        return [plan_workbook(Path(output or f"{name}.xlsx"), f"{name}.xlsx")]
    names = [selection.name for selection in job.selections]
    return plan_files(Path(output or name), names, _ENDINGS[job.output_format])


def _write_file(job: _Job, selection: Selection, path: Path) -> int:
    if job.output_format == ExportFormat.PARQUET:
        return write_parquet(job.connection, selection, path)
    with path.open("w", encoding="utf-8", newline="") as stream:
        return _write_lines(job, selection, stream)


def _write_lines(job: _Job, selection: Selection, stream: TextIO) -> int:
    if job.output_format == ExportFormat.ANNOTATIONS:
        return write_json_lines(make_annotations(job.connection, selection, job.built_at), stream)
    rows = selection.rows(job.connection)
    if job.output_format == ExportFormat.JSONL:
        return write_json_lines(make_records(selection.columns, rows), stream)
    return write_csv_lines(selection.columns, rows, stream, job.changes)
