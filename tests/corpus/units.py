"""What people hold posts in: firms and places, with their posts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

DAY = int  # a date as its proleptic Gregorian ordinal


class Tenure(NamedTuple):
    """Somebody in a post, both days included."""

    position: Position
    first: DAY
    last: DAY


@dataclass(slots=True)
class Person:
    """Somebody with a career. A settled one changes posts no more."""

    person_id: int
    name: str
    tenures: list[Tenure] = field(default_factory=list)
    is_settled: bool = False


@dataclass(slots=True)
class Position:
    """A post of a unit, held by one person after the other."""

    unit: Unit
    body: str  # branch or office of a place; "firm" for a firm
    post: str
    weight: float
    wordings: list[str]
    starts: list[DAY] = field(default_factory=list)
    ends: list[DAY] = field(default_factory=list)
    holders: list[Person] = field(default_factory=list)

    def holder(self, day: DAY) -> Person | None:
        """Who holds the post on a day; None where it is vacant."""
        index = bisect_right(self.starts, day) - 1
        return self.holders[index] if index >= 0 and day <= self.ends[index] else None

    def organisation(self) -> str:
        """The full name of the organisation that the post belongs to."""
        return self.unit.names_of[self.body][0]


@dataclass(slots=True)
class Unit:
    """A firm, or a place with its government, party committee and offices."""

    key: str
    kind: str  # firm, or the sort of place: province, region, city, prefecture, county, district
    group: str | None  # the house of a firm: its group, or the firm itself
    province: str | None  # code of the province
    weight: float
    name: str  # plain
    prefix: str  # as it stands before its bodies: "Baise Municipal"
    full: str  # with the generic word: "Baise City"
    names_of: dict[str, list[str]]  # ways to write each of its bodies, or the firm, fullest first
    weak_names: list[str]
    is_registered: bool
    positions: list[Position] = field(default_factory=list)
    totals: list[float] = field(default_factory=list)  # running sums of the weights of the positions

    @property
    def is_firm(self) -> bool:
        """Whether this is a firm and no place."""
        return self.kind == "firm"

    def settle_totals(self) -> None:
        """Sum the weights up, once the positions are all there."""
        total = 0.0
        self.totals = []
        for position in self.positions:
            total += position.weight
            self.totals.append(total)
