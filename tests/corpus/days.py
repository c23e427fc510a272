"""How days are written, at the head of a page and in its first sentence."""

from __future__ import annotations

import datetime
from functools import lru_cache
from random import Random
from typing import NamedTuple

from tests.corpus.units import DAY
from tests.corpus.words import pick

# Not by strftime, whose names of months depend on the machine's locale.
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_VAGUE = ("recently", "a few days ago", "in recent days", "the other day")


@lru_cache(maxsize=64)
def write_day(day: DAY) -> dict[str, str]:
    """A day in the forms that heads of pages use, by the names of `words/outlets.yml`."""
    date = datetime.date.fromordinal(day)
    month, short = MONTHS[date.month - 1], _SHORT[date.month - 1]
    return {
        "iso": date.isoformat(),
        "mdy": f"{month} {date.day}, {date.year}",
        "bdy": f"{short} {date.day:02d},{date.year}",
        "slash": f"{date.year}/{date.month}/{date.day}",
        "dmy": f"{date.day} {month} {date.year}",
        "mdash": f"{short}-{date.day:02d}-{date.year}",
        "month": month,
        "mon": f"{short}.",
        "day": str(date.day),
    }


class ToldDay(NamedTuple):
    """A day as an opening tells it: at its start ("On July 6") and within it ("on July 6")."""

    on: str
    at: str
    depends_on_day: bool


def tell_vague_day(rng: Random) -> ToldDay:
    """A day that nobody can tell from the words."""
    words = pick(rng, _VAGUE)
    return ToldDay(words.capitalize(), words, True)


def tell_day(held_on: DAY, published_on: DAY, rng: Random) -> ToldDay:
    """A day from which the reader can tell the date, given the day of publication."""
    date = datetime.date.fromordinal(held_on)
    plain = f"{MONTHS[date.month - 1]} {date.day}"
    draw = rng.random()
    lag = published_on - held_on
    if draw < 0.45:
        return ToldDay(f"On {plain}", f"on {plain}", False)
    if draw < 0.60:
        return ToldDay(f"On {plain}, {date.year}", f"on {plain}, {date.year}", False)
    if draw < 0.70:
        return ToldDay(plain, f"on {plain}", False)
    if draw < 0.80:
        part = pick(rng, ("morning", "afternoon"))
        return ToldDay(f"On the {part} of {plain}", f"on the {part} of {plain}", False)
    if draw < 0.86:
        return ToldDay(
            f"On {_SHORT[date.month - 1]} {date.day}", f"on {date.day} {MONTHS[date.month - 1]}", False
        )
    if draw < 0.91 and 0 < lag <= 5:
        weekday = f"on {_WEEKDAYS[date.weekday()]}"
        return ToldDay(weekday.capitalize().replace(weekday[3:].lower(), weekday[3:]), weekday, True)
    if draw < 0.94 and lag == 1:
        return ToldDay("Yesterday", "yesterday", True)
    ending = "th" if 11 <= date.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(date.day % 10, "th")
    if draw < 0.97:
        return ToldDay(f"On the {date.day}{ending}", f"on the {date.day}{ending}", True)
    return ToldDay(f"On {plain}{ending}", f"on {plain}{ending}", False)
