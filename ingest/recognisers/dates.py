"""Dates: where a text writes one, and which day it means."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from ingest.document import Document


class DateMention(NamedTuple):
    """A date as written, `text[start:end]`; `year` is None where it is not said."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    rule_id: str


class HeldOn(NamedTuple):
    """What a date mention means, and on what ground."""

    date: datetime.date | None
    basis: str


@lru_cache(maxsize=8)
def _compile(
    months: tuple[str, ...], patterns: tuple[tuple[str, str], ...]
) -> list[tuple[str, re.Pattern[str]]]:
    # A month is capitalised: "may 5" is no date.
    words = sorted(
        {form for month in months for form in (month.title(), month.upper())}, key=len, reverse=True
    )
    return [(rule, re.compile(pattern.replace("MONTH", "|".join(words)))) for rule, pattern in patterns]


def _is_day(year: int | None, month: int, day: int) -> bool:
    try:
        datetime.date(year or 2024, month, day)  # a leap year, so that 29 February passes without a year
    except ValueError:
        return False
    return True


def find_dates(document: Document, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Dates with a month and a day in `text[start:end]`, in order; of two that overlap the more complete one."""
    if not document.lexicon.patterns["digit"].search(
        document.text, start, len(document.text) if end is None else end
    ):
        return []
    pack = document.lexicon.pack["dates"]
    months: dict[str, int] = pack["months"]
    patterns = _compile(tuple(months), tuple((p["id"], p["pattern"]) for p in pack["patterns"]))
    limit = len(document.text) if end is None else end
    found: list[DateMention] = []
    for rule_id, pattern in patterns:
        for match in pattern.finditer(document.text, start, limit):
            groups = match.groupdict()
            year = int(groups["year"]) if groups.get("year") else None
            month = (
                int(groups["month_number"]) if groups.get("month_number") else months[groups["month"].lower()]
            )
            day = int(groups["day"])
            overlaps = any(match.start() < d.end and d.start < match.end() for d in found)
            if not overlaps and _is_day(year, month, day):
                found.append(DateMention(match.start(), match.end(), year, month, day, rule_id))
    return sorted(found)


def resolve_relative(days: int | None, weekday: int | None, reported_on: datetime.date) -> datetime.date:
    """The day that "yesterday" or "on Friday" means in a report of a day; a weekday is the last one up to it."""
    back = days if days is not None else (reported_on.weekday() - (weekday or 0)) % 7
    return reported_on - datetime.timedelta(days=back)


def resolve_date(
    mention: DateMention, published_on: datetime.date | None, others: list[DateMention]
) -> HeldOn:
    """Which day a mention means.

    A year that is not said comes from the article's publication (the last such day not after it), else from
    another full date of the text within a week of it, else the day is unresolved. Never from today.
    """
    if mention.year is not None:
        return HeldOn(datetime.date(mention.year, mention.month, mention.day), "stated")
    if published_on is not None:
        for year in (published_on.year, published_on.year - 1):
            if not _is_day(year, mention.month, mention.day):
                continue
            date = datetime.date(year, mention.month, mention.day)
            if date <= published_on:
                return HeldOn(date, "year_from_publication")
    for other in others:
        if other.year is not None and _is_day(other.year, mention.month, mention.day):
            near = datetime.date(other.year, other.month, other.day)
            date = datetime.date(other.year, mention.month, mention.day)
            if abs((near - date).days) <= 7:
                return HeldOn(date, "year_from_text")
    return HeldOn(None, "unresolved")
