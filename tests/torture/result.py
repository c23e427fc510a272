"""What a measurement of reliability gives: rows of the fault matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of the fault matrix."""

    what: str
    done: str
    wanted: str
    seen: str
    is_held: bool


@dataclass(frozen=True)
class Section:
    """The lines of one kind of fault, and what they mean."""

    title: str
    text: str
    rows: tuple[Row, ...]

    def without(self, folder: Path) -> Section:
        """The same, and no word of where on the machine it was measured."""
        rows = (replace(row, seen=row.seen.replace(str(folder), "WORK")) for row in self.rows)
        return replace(self, rows=tuple(rows))
