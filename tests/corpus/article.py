"""What the generator yields: an article, and what is true of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from tests.corpus.units import DAY, Person, Position, Unit


class Member(NamedTuple):
    """Somebody at a meeting, and the post in which they are there."""

    person: Person
    position: Position


class Meeting(NamedTuple):
    """A meeting that really took place. Side x is the host or the authority, side y the guest or the firm."""

    meeting_id: int
    held_on: DAY
    kind: str
    city: str
    x_unit: Unit
    y_unit: Unit
    x: list[Member]
    y: list[Member]
    topic: str


class Draft(NamedTuple):
    """An article before a page is put around it."""

    title: str
    paragraphs: list[str]
    fixed: int  # so many of the first paragraphs tell who met whom: no reprint touches their words
    depends_on_day: bool = False  # whether the day of the meeting is told from the day of publication
    takes_dateline: bool = False


@dataclass(slots=True)
class Article:
    """An article as published. `meeting` and `members` are the truth of it; `members` are those whom it names."""

    text: str
    url: str
    title: str
    published_on: datetime.date
    kind: str  # report, second_outlet, reprint, other
    meeting: Meeting | None
    members: list[Member]
    path: str = ""
    row: int = 0
