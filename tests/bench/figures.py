"""What a measurement gives: one line of the table each figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Figure(NamedTuple):
    """One figure beside its goal.

    `is_reached` is None where there is no goal, or where the goal is for a size that was not measured.
    """

    what: str
    measured: str
    goal: str = ""
    is_reached: bool | None = None


class Measured(NamedTuple):
    """The figures of one measurement, and how they were computed, in a sentence or two."""

    figures: list[Figure]
    how: str


def times(ratio: float) -> str:
    """A ratio as it is written: 0.52, 1.31, 2.8, 31."""
    digits = 2 if ratio < 2 else 1 if ratio < 10 else 0
    return f"{ratio:,.{digits}f} times"


def name_verdict(is_reached: bool | None) -> str:
    """The word for whether a goal is reached."""
    return {True: "yes", False: "no", None: "-"}[is_reached]


def list_missed(figures: Iterable[Figure]) -> list[Figure]:
    """The figures that do not reach their goal."""
    return [figure for figure in figures if figure.is_reached is False]
