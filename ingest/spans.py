"""Stretches of a text in the order of their starts, to be asked for by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar


class Span(Protocol):
    """What lies in a text at `text[start:end]`."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """One past the last character."""


T = TypeVar("T", bound=Span)


class Spans(Generic[T]):
    """Spans ordered by start, with their starts for bisection.

    An article asks for the spans of each of its sentences: what costs more than the spans that are there makes a long
    article dear.
    """

    __slots__ = ("items", "starts")

    def __init__(self, items: Iterable[T]) -> None:
        self.items = list(items)
        self.starts = [item.start for item in self.items]

    def starting_within(self, start: int, end: int) -> list[T]:
        """The spans that begin in `text[start:end]`, in order."""
        low = bisect_left(self.starts, start)
        return self.items[low : bisect_left(self.starts, end, low)]

    def touching(self, start: int, end: int) -> list[T]:
        """The spans that share a character with `text[start:end]`, in order, where no two share one with each other."""
        low = bisect_left(self.starts, start)
        if low and self.items[low - 1].end > start:
            low -= 1
        return self.items[low : bisect_left(self.starts, end, low)]

    def has_within(self, start: int, end: int) -> bool:
        """Whether a span lies wholly in `text[start:end]`, where no two share a character."""
        low = bisect_left(self.starts, start)
        return low < len(self.items) and self.items[low].end <= end

    def within(self, start: int, end: int) -> list[T]:
        """The spans that lie wholly in `text[start:end]`, in order."""
        starts = self.starts
        low = bisect_left(starts, start)
        if low == len(starts) or starts[low] >= end:  # in most sentences there is nothing
            return []
        return [item for item in self.items[low : bisect_left(starts, end, low)] if item.end <= end]
