"""The figures as a table on the terminal, and as BENCHMARKS.md."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Figure, Measured, list_missed, name_verdict

_HEAD = """# Benchmarks

`make bench` measures this and writes this page. Machines differ and have moods: a figure is a ratio of two things that were
measured in turn in the same run, wherever there is something to compare with.

"""


def print_figures(console: Console, name: str, figures: list[Figure]) -> None:
    """Print the figures of one measurement."""
    table = Table("what", "measured", "goal", "reached", title=name, title_justify="left")
    for figure in figures:
        table.add_row(figure.what, figure.measured, figure.goal, name_verdict(figure.is_reached))
    console.print(table, markup=False)


def write_report(measured: Mapping[str, Measured], machine: str, load: str) -> str:
    """The page."""
    figures = [figure for one in measured.values() for figure in one.figures]
    lines = ["| what | measured | goal | reached |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {figure.what} | {figure.measured} | {figure.goal} | {name_verdict(figure.is_reached)} |"
        for figure in figures
    ]
    lines += [
        "",
        "A dash: no goal, or one for a size that was not measured. What is reached is told of the figure before it is rounded.",
        "",
        "## Not reached",
        "",
    ]
    lines += [
        f"- {figure.what}: {figure.measured}, the goal is {figure.goal}." for figure in list_missed(figures)
    ] or ["Nothing."]
    lines += ["", "## How it is measured", ""]
    lines += [f"- **{name}**: {one.how}" for name, one in measured.items()]
    lines += ["", "## On what", "", machine, load, ""]
    return _HEAD + "\n".join(lines)
