"""Places: which place a word of level means in an article ("the municipal government"), and how it is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter

from ingest.atoms import Atom
from ingest.document import Document

_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Places:
    """The places of one article, in the order of the text."""

    document: Document
    named: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # by sort: start, name, in order
    unknown: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # by sort: start, as written
    fullest: dict[str, str] = field(default_factory=dict)  # how a place is written at its longest
    of_posts: set[str] = field(default_factory=set)  # those that somebody's post names
    _governed: dict[str, tuple[int, list[tuple[int, str]]]] = field(default_factory=dict)

    def note(self, atom: Atom) -> None:
        """Remember a place, so that "the municipal government" further on finds it."""
        name = atom.value.value
        if "written" not in atom.value.attributes:  # "Guinean" is no way to write Guinea
            return
        for sort in self.document.lexicon.place_sorts[name]:
            self.named.setdefault(sort, []).append((atom.start, name))
        written = _BLANKS.sub(" ", self.document.text[atom.start : atom.end])
        if not written.isupper() and len(written) > len(self.fullest.get(name, "")):  # a dateline shouts
            self.fullest[name] = written

    def note_unknown(self, first: Atom, sort: Atom) -> None:
        """Remember a place that no gazetteer knows, by the word for its sort behind its name: "Ganbei City"."""
        written = _BLANKS.sub(" ", self.document.text[first.start : sort.end])
        self.unknown.setdefault(sort.value.attributes["generic"], []).append((first.start, written))

    def nearest_unknown(self, generic: str, before: int) -> str | None:
        """The last such place of a sort before a position, else the first after it."""
        return _last_up_to(self.unknown.get(generic, []), before)

    def nearest(self, generic: str, before: int) -> str | None:
        """The last place of a sort ("city", "autonomous region") named before a position, else the first after it."""
        named = self.named.get(generic, [])
        # Who met in Nanning need not govern it.
        return _last_up_to(self._of_posts(generic, named) or named, before)

    def _of_posts(self, generic: str, named: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Those of the places named that somebody's post names, too; kept for as long as no further post names one."""
        size, governed = self._governed.get(generic, (-1, []))
        if size != len(self.of_posts):
            governed = [place for place in named if place[1] in self.of_posts]
            self._governed[generic] = len(self.of_posts), governed
        return governed

    def write(self, name: str) -> str:
        """The fullest way in which the article writes a place."""
        return self.fullest.get(name, name)


def _last_up_to(places: list[tuple[int, str]], before: int) -> str | None:
    """The last of places in order that starts at a position or before it, else the first."""
    index = bisect_right(places, before, key=itemgetter(0))
    return places[max(index - 1, 0)][1] if places else None
