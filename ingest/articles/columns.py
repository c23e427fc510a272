"""Which columns of JSON Lines and Parquet hold what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

FIELDS = ("text", "url", "date", "title")


@dataclass(frozen=True)
class Columns:
    """Names of columns. Of several the first that a row has counts.

    Attributes:
        text: the article; without it a row is rejected.
        url: where it was published.
        date: the day on which it was published.
        title: its headline.
    """

    text: tuple[str, ...] = ("text",)
    url: tuple[str, ...] = ("url",)
    date: tuple[str, ...] = ("published_on", "date")
    title: tuple[str, ...] = ("title",)

    @property
    def wanted(self) -> tuple[str, ...]:
        """All names, each once; of a file with more columns only these are read."""
        return tuple(dict.fromkeys((*self.text, *self.url, *self.date, *self.title)))


def parse_columns(written: str) -> Columns:
    """Read a mapping as a person writes it: `text=body,date=day|published`; what is not named keeps its default.

    Raises:
        ValueError: it is no such mapping; the message is a sentence that says why.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (part.strip() for part in written.split(","))):
        field, _, written_names = (piece.strip() for piece in part.partition("="))
        names = tuple(filter(None, (name.strip() for name in written_names.split("|"))))
        if not names:
            raise ValueError(f"Columns are given as text=body,date=day; {part!r} is not of that form.")
        if field not in FIELDS:
            raise ValueError(f"Columns are {', '.join(FIELDS)}; {field!r} is none of them.")
        if field in chosen:
            raise ValueError(f"The column {field} is given twice.")
        chosen[field] = names
    return replace(Columns(), **chosen)


def write_columns(columns: Columns) -> str:
    """Write a mapping so that `parse_columns` reads it."""
    return ",".join(f"{field}={'|'.join(getattr(columns, field))}" for field in FIELDS)


def pick_value(row: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return the value of the first column that the row has and that is not null; None if there is none."""
    return next((value for name in names if (value := row.get(name)) is not None), None)
