"""A text prepared for the recognisers: folded, scanned once, its cues to be asked for by kind and place."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from ingest.lexicon import Cue, Lexicon, fold, space_out


def _is_cased(written: str, cue: Cue) -> bool:
    casing = cue.entry.attributes.get("casing")
    if casing == "upper":
        return written.isupper()
    return casing != "title" or written[:1].isupper()


def longest_first(cues: list[Cue]) -> list[Cue]:
    """The leftmost, then longest, of cues that overlap; they come ordered by start, the longest first."""
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
    by_kind: dict[str, list[Cue]] = field(default_factory=dict)
    masked: list[tuple[int, int]] = field(default_factory=list)  # names: their words mean nothing else
    all_cues: dict[str, list[Cue]] = field(default_factory=dict)  # overlapping ones, too; ordered by start

    def cues(self, kind: str, start: int, end: int) -> list[Cue]:
        """The cues of a kind that lie wholly in `text[start:end]`, leftmost-longest, in order."""
        return _within(self.by_kind.get(kind), start, end)

    def overlapping_cues(self, kind: str, start: int, end: int) -> list[Cue]:
        """The same with those that overlap: where a longer one loses to a neighbour, a shorter one may stand."""
        return _within(self.all_cues.get(kind), start, end)


def _within(found: list[Cue] | None, start: int, end: int) -> list[Cue]:
    if not found:
        return []
    low = bisect_left(found, start, key=lambda c: c.start)
    high = bisect_left(found, end, key=lambda c: c.start)
    return [c for c in found[low:high] if c.end <= end]


def prepare(text: str, lexicon: Lexicon) -> Document:
    """Fold a text and scan it for every literal of the lexicon in one pass."""
    folded = fold(text)
    found: dict[str, list[Cue]] = {}
    for cue in lexicon.find_cues(space_out(folded)):
        if _is_cased(text[cue.start : cue.end], cue):
            found.setdefault(cue.entry.kind, []).append(cue)
    for cues in found.values():
        cues.sort(key=lambda c: (c.start, -c.end))
    return Document(
        text, folded, lexicon, {kind: longest_first(cues) for kind, cues in found.items()}, [], found
    )
