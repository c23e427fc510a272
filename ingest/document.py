"""A text prepared for the recognisers: folded, scanned once, its cues to be asked for by kind and place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ingest.lexicon import Cue, Lexicon, fold, space_out
from ingest.spans import Spans

_TWO_BLANKS = re.compile(r"(?<! )  (?! )")


def _is_cased(written: str, cue: Cue) -> bool:
    casing = cue.entry.attributes.get("casing")
    if casing == "upper":
        return written.isupper()
    return casing != "title" or written[:1].isupper()


def _longest_first(cues: Iterable[Cue]) -> list[Cue]:
    """The leftmost, then longest, of cues that overlap."""
    chosen: list[Cue] = []
    for cue in cues:
        if not chosen or cue.start >= chosen[-1].end:
            chosen.append(cue)
    return chosen


@dataclass(slots=True)
class Document:
    """A text with the literals of the lexicon that were found in it."""

    text: str
    folded: str
    lexicon: Lexicon
    by_kind: dict[str, Spans[Cue]]
    structure: Spans[Cue]  # all cues that become atoms, overlapping ones too
    dates: Spans[Any] | None = None  # what find_dates found, once it was asked for
    names: Spans[Any] = field(
        default_factory=lambda: Spans(())
    )  # of organisations: their words mean nothing else

    def cues(self, kind: str, start: int, end: int) -> list[Cue]:
        """The cues of a kind that lie wholly in `text[start:end]`, leftmost-longest, in order."""
        spans = self.by_kind.get(kind)
        return spans.within(start, end) if spans else []

    def structural_cues(self, start: int, end: int) -> list[Cue]:
        """The cues of all kinds that the grammar knows, overlapping ones too, the longest first at each place.

        Where a longer cue loses to a neighbour, a shorter one may stand.
        """
        return self.structure.within(start, end)


def _narrow(folded: str) -> tuple[str, list[int]]:
    """Two blanks made one, as a site that justifies its text writes them; and where each place of the result was.

    The places are empty where nothing was narrowed. Three blanks and more part columns and stay.
    """
    doubles = [match.start() for match in _TWO_BLANKS.finditer(folded)]
    if not doubles:
        return folded, []
    dropped = set(doubles)
    places = [i for i in range(len(folded)) if i not in dropped]
    return "".join([folded[i] for i in places]), places


def prepare(text: str, lexicon: Lexicon) -> Document:
    """Fold a text and scan it for every literal of the lexicon in one pass."""
    folded = fold(text)
    rank = lexicon.structural_rank
    found: dict[str, list[Cue]] = {}
    structure: list[Cue] = []
    narrow, places = _narrow(folded)
    for cue in lexicon.find_cues(space_out(narrow)):
        if places:
            cue = cue._replace(start=places[cue.start], end=places[cue.end - 1] + 1)
        if not _is_cased(text[cue.start : cue.end], cue):
            continue
        found.setdefault(cue.entry.kind, []).append(cue)
        if cue.entry.kind in rank:
            structure.append(cue)
    for cues in found.values():
        cues.sort(key=lambda cue: (cue.start, -cue.end))
    structure.sort(key=lambda cue: (cue.start, -cue.end, rank[cue.entry.kind]))
    by_kind = {kind: Spans(_longest_first(cues)) for kind, cues in found.items()}
    return Document(text, folded, lexicon, by_kind, Spans(structure))
