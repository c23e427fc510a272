"""What a measurement of reliability gives: rows of the fault matrix."""

from dataclasses import dataclass


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
