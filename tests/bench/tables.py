"""Tables of figures, as the terminal shows them."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as Shown

Rows = list[list[str]]
"""The lines of a table, each as long as its header."""


def print_table(console: Console, title: str, header: list[str], rows: Rows) -> None:
    """Print a table with its first column to the left and the others to the right."""
    table = Shown(*header, title=title, title_justify="left", show_header=any(header))
    for column in table.columns[1:]:
        column.justify = "right"
    for row in rows:
        table.add_row(*row)
    console.print(table)
