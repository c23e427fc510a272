"""When two names, titles, dates or spans are the same to a fair judge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Any

Row = dict[str, Any]

_HONORIFIC = re.compile(r"^(?:mr|ms|mrs|dr|comrade)\.?\s+")
_GAPS = re.compile(r"[\s,.·]+")
_TOKEN = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")
# Without its rank a title is another title: who is vice mayor is not mayor.
_RANKS = frozenset(["deputy", "vice", "acting", "assistant", "former", "honorary"])
_EMPTY_WORDS = frozenset(["of", "the", "and", "for", "in", "at", "s", "a", "an", "its"])
_TITLE_LIKENESS = 0.8  # share of words in common, as F1
_SAME_SPAN = 0.5  # of the two together, for statements; of the shorter, for demands


def fold_name(name: str | None) -> str:
    """A name without honorific, case and punctuation."""
    bare = _HONORIFIC.sub("", (name or "").strip().lower()).replace("’", "'")
    return _GAPS.sub(" ", bare).strip()


def is_same_name(one: str | None, other: str | None) -> bool:
    """Whether a name is the other, or part of it ("Chinalco" of "Chinalco Group")."""
    first, second = fold_name(one), fold_name(other)
    return bool(first and second) and (first in second or second in first)


def _words(text: str | None) -> Counter[str]:
    return Counter(_TOKEN.findall((text or "").lower()))


def is_same_title(found: str | None, wanted: str, affiliation: str | None) -> bool:
    """Whether a title is the one wanted, with the organisation in it or without."""
    one, other = _words(found), _words(wanted)
    if one.keys() & _RANKS != other.keys() & _RANKS or not one or not other:
        return False
    common = (one & other).total()
    if 2 * common >= _TITLE_LIKENESS * (one.total() + other.total()):
        return True
    free = _words(affiliation).keys() | _EMPTY_WORDS
    return bool(common) and all(word in free for word in (one - other) + (other - one))


def is_date(meeting: Row, wanted: str | None) -> bool:
    """Whether a meeting is dated as wanted: a day, a month ("2020-06"), a day of no year ("--06-19") or nothing."""
    date = None if meeting["date"] is None else str(meeting["date"])
    if wanted is None or wanted.startswith("--"):
        is_open = date is None or date.startswith("--")
        return is_open and (wanted is None or bool(meeting["date_text"]))
    return date is not None and date.startswith(wanted)


def _shared(one: Row, other: Row) -> int:
    first, last = max(one["start"], other["start"]), min(one["end"], other["end"])
    return max(0, int(last) - int(first))


def is_same_span(one: Row, other: Row) -> bool:
    """Whether two statements share at least half of what they cover together."""
    covered = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return bool(_shared(one, other) >= _SAME_SPAN * covered)


def lies_in(one: Row, other: Row) -> bool:
    """Whether at least half of the shorter of two stretches lies in the longer."""
    shared = _shared(one, other)
    shorter = min(one["end"] - one["start"], other["end"] - other["start"])
    return bool(shared > 0 and shared >= _SAME_SPAN * shorter)


def home_of(row: Row, sentences: Collection[tuple[int, int]]) -> tuple[int, int]:
    """The annotated sentence that a row lies in most, or its own span."""
    best = max(sentences, key=lambda s: min(row["end"], s[1]) - max(row["start"], s[0]), default=None)
    if best and min(row["end"], best[1]) > max(row["start"], best[0]):
        return best
    return row["start"], row["end"]
