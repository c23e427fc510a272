"""Dates: where a text writes one, and which day it means."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from ingest.document import Document
from ingest.spans import Spans

_start = attrgetter("start")
_REACH = 40  # characters from a month or a year to the other end of its date


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


def _is_day(year: int | None, month: int, day: int) -> bool:
    try:
        datetime.date(year or 2024, month, day)  # a leap year, so that 29 February passes without a year
    except ValueError:
        return False
    return True


def _windows(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a date can stand: around the words and numbers that no date does without."""
    last = start
    for anchor in document.lexicon.dates.anchor.finditer(document.text, start, end):
        low, high = max(last, anchor.start() - _REACH), min(end, anchor.end() + _REACH)
        if high > last:
            yield low, high
            last = high


def _merge(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for low, high in windows:
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


def find_dates(document: Document, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Dates with a month and a day in `text[start:end]`, in order; of two that overlap the more complete one."""
    if document.dates is None:
        document.dates = Spans(_find_all(document))
    return document.dates.within(start, len(document.text) if end is None else end)


def _find_all(document: Document) -> list[DateMention]:
    dates = document.lexicon.dates
    found: list[DateMention] = []
    windows = _merge(_windows(document, 0, len(document.text)))
    for low, high in windows:  # no date reaches from one into another
        here: list[DateMention] = []  # in order, none touching another
        for rule_id, pattern in dates.patterns:
            for match in pattern.finditer(document.text, low, high):
                groups = match.groupdict()
                year = int(groups["year"]) if groups.get("year") else None
                number = groups.get("month_number")
                month = int(number) if number else dates.months[groups["month"].lower()]
                day = int(groups["day"])
                at = bisect_left(here, match.start(), key=_start)
                overlaps = (at and here[at - 1].end > match.start()) or (
                    at < len(here) and here[at].start < match.end()
                )
                if not overlaps and _is_day(year, month, day):
                    here.insert(at, DateMention(match.start(), match.end(), year, month, day, rule_id))
        found += here
    return found


def resolve_relative(days: int | None, weekday: int | None, reported_on: datetime.date) -> datetime.date:
    """The day that "yesterday" or "on Friday" means in a report of a day; a weekday is the last one up to it."""
    back = days if days is not None else (reported_on.weekday() - (weekday or 0)) % 7
    return reported_on - datetime.timedelta(days=back)


def resolve_day_of_month(day: int, reported_on: datetime.date | None) -> HeldOn:
    """The day that "on the 8th" means in a report of a day: the last such day up to it."""
    if reported_on is None:
        return HeldOn(None, "unresolved")
    first = reported_on.replace(day=1)
    for month in (first, (first - datetime.timedelta(days=1)).replace(day=1)):
        if _is_day(month.year, month.month, day) and month.replace(day=day) <= reported_on:
            return HeldOn(month.replace(day=day), "year_from_publication")
    return HeldOn(None, "unresolved")


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
