"""Dates as they are delivered beside a text: read if they are plain, else left out."""

import re
from datetime import date, datetime
from email.utils import parsedate
from typing import Any

# What a text may say of its own date is another matter; a date that is delivered is that of a news item.
_FIRST_YEAR = 1900
_LAST_YEAR = 2100

_YEAR_FIRST = re.compile(r"\s*(\d{4})([-/.]?)(\d{2})\2(\d{2})(?!\d)")
_MAIL = re.compile(r"\s*(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\b")


def read_day(value: Any) -> date | None:
    """Read a delivered date.

    Args:
        value: a date, a moment, or a text that begins with a date written year first (`2024-03-15`, `20240315`,
            `2024-03-15T08:00:00+08:00`) or is one as mails and feeds have it (`Fri, 15 Mar 2024 08:00:00 GMT`).
            Of a moment the day counts that is written, whatever its time zone.

    Returns:
        The day; None if there is none, or none that can be understood in one way only.
    """
    if isinstance(value, datetime):
        day: date | None = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, str):
        day = _read_written(value)
    else:
        # A number may count seconds, milliseconds or days.
        day = None
    return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _read_written(value: str) -> date | None:
    try:
        if match := _YEAR_FIRST.match(value):
            return date(int(match[1]), int(match[3]), int(match[4]))
        if _MAIL.match(value) and (parts := parsedate(value)):
            return date(*parts[:3])
    except ValueError:
        pass
    return None
