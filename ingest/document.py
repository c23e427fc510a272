"""A text prepared for the recognisers: folded, scanned once, its cues to be asked for by kind and place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ingest.folding import fold, space_out
from ingest.lexicon import Cue, Lexicon, Meaning
from ingest.spans import Spans

_TWO_BLANKS = re.compile(r"(?<! )  (?! )")

Found = tuple[int, int, Meaning]
"""Where a literal stands in the text, and one thing that it means there."""


@dataclass(slots=True)
class Document:
    """A text with the literals of the lexicon that were found in it, in order, the longest first at each place."""

    text: str
    folded: str
    lexicon: Lexicon
    found: dict[str, list[Found]]  # by kind
    structure: list[Found]  # of all kinds that become atoms
    starts: list[int]  # of the structure
    dates: Spans[Any] | None = None  # what find_dates found, once it was asked for
    names: Spans[Any] = field(
        default_factory=lambda: Spans(())
    )  # of organisations: their words mean nothing else
    _by_kind: dict[str, Spans[Cue]] = field(default_factory=dict)  # of the kinds that were asked for

    def cues(self, kind: str, start: int, end: int) -> list[Cue]:
        """The cues of a kind that lie wholly in `text[start:end]`, leftmost-longest, in order."""
        spans = self._by_kind.get(kind)
        if spans is None:
            spans = self._by_kind[kind] = Spans(_choose(self.found.get(kind, [])))
        return spans.within(start, end) if spans.starts else []

    def has_cue(self, kind: str, start: int, end: int) -> bool:
        """Whether a cue of a kind lies wholly in `text[start:end]`."""
        self.cues(kind, start, start)
        return self._by_kind[kind].has_within(start, end)

    def structural_cues(self, start: int, end: int) -> list[Found]:
        """The cues of all kinds that the grammar knows that begin in `text[start:end]`, overlapping ones too.

        They come in order, the longest first at each place: where a longer cue loses to a neighbour, a shorter one
        may stand.
        """
        low = bisect_left(self.starts, start)
        return self.structure[low : bisect_left(self.starts, end, low)]


def _choose(found: list[Found]) -> list[Cue]:
    """The leftmost, then longest, of cues that overlap."""
    chosen: list[Cue] = []
    behind = 0
    for start, end, meaning in found:
        if start >= behind:
            chosen.append(Cue(start, end, meaning.entry))
            behind = end
    return chosen


def _narrow(folded: str) -> tuple[str, list[int]]:
    """Two blanks made one, as a site that justifies its text writes them; and the places in the result where one went.

    Three blanks and more part columns and stay.
    """
    doubles = [match.start() for match in _TWO_BLANKS.finditer(folded)]
    if not doubles:
        return folded, []
    return _TWO_BLANKS.sub(" ", folded), [place - gone for gone, place in enumerate(doubles)]


def _is_cased(written: str, casing: str) -> bool:
    return written.isupper() if casing == "upper" else written[:1].isupper()


def prepare(text: str, lexicon: Lexicon) -> Document:
    """Fold a text and scan it for every literal of the lexicon in one pass."""
    folded = fold(text)
    narrow, gone = _narrow(folded)
    found: defaultdict[str, list[Found]] = defaultdict(list)
    structure: list[Found] = []
    meanings = lexicon.meanings
    for index, start, end in lexicon.find_literals(space_out(narrow)):
        if gone:
            start += bisect_right(gone, start)
            end += bisect_right(gone, end - 1)
        for meaning in meanings[index]:
            _, kind, casing, letter, _ = meaning
            if casing is not None and not _is_cased(text[start:end], casing):
                continue
            here = (start, end, meaning)
            found[kind].append(here)
            if letter:
                structure.append(here)
    return Document(text, folded, lexicon, found, structure, [start for start, _, _ in structure])
