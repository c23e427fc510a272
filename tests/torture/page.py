"""RELIABILITY.md: the fault matrix with what was measured, written by `make torture`."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from tests.torture.result import Row, Section
from tests.torture.results import Result

_HEAD = """# Reliability

What was done to potline on purpose, how often, what has to hold, and what was seen. `make torture` does it and writes this
page: in minutes at a twentieth of the size that the goals name, and with `TORTURE="--scale 1"` in hours at the whole of it. A
section says when, at what scale and of which version it was measured; what was measured on a larger scale stays. Short forms of
the same functions are part of `make test`.

"""


def write_page(results: Iterable[Result]) -> str:
    """The page, with the sections in the order in which they are given."""
    results = list(results)
    rows = [row for result in results for row in result.section.rows]
    missed = [row for row in rows if not row.is_held]
    lines = [
        f"{len(rows) - len(missed)} of {len(rows)} lines hold.",
        "",
        "## What does not hold, or was not measured in full",
        "",
    ]
    lines += [f"- {row.what} ({row.done}): {row.seen}; wanted: {row.wanted}." for row in missed] or [
        "Nothing that was measured."
    ]
    for result in results:
        lines += ["", *_write_section(result)]
    machines = list(dict.fromkeys(result.machine for result in results))
    lines += ["", "## On what", "", *machines, ""]
    return _HEAD + "\n".join(lines)


def print_section(console: Console, name: str, section: Section) -> None:
    """Print a section when it is measured."""
    table = Table("what", "done", "wanted", "seen", "holds", title=name, title_justify="left")
    for row in section.rows:
        table.add_row(row.what, row.done, row.wanted, row.seen, _tell(row))
    console.print(table, markup=False)


def _write_section(result: Result) -> list[str]:
    section = result.section
    return [
        f"## {section.title}",
        "",
        section.text,
        "",
        f"Measured on {result.measured_on} at scale {result.scale:g}, potline {result.version}.",
        "",
        "| what | done | wanted | seen | holds |",
        "| --- | --- | --- | --- | --- |",
        *("| " + " | ".join(map(_escape, _list_cells(row))) + " |" for row in section.rows),
    ]


def _list_cells(row: Row) -> tuple[str, ...]:
    return row.what, row.done, row.wanted, row.seen, _tell(row)


def _tell(row: Row) -> str:
    return "yes" if row.is_held else "no"


def _escape(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
