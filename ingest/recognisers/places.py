"""Places: which place a word of level means in an article ("the municipal government"), and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.atoms import Atom
from ingest.document import Document

_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Places:
    """The places of one article, in the order of the text."""

    document: Document
    named: list[tuple[int, str, str]] = field(default_factory=list)  # start, name, as written, in order
    unknown: list[tuple[int, str, str]] = field(default_factory=list)  # start, sort, as written
    of_posts: set[str] = field(default_factory=set)  # those that somebody's post names

    def note(self, atom: Atom) -> None:
        """Remember a place, so that "the municipal government" further on finds it."""
        name = atom.value.value
        if "written" not in atom.value.attributes:  # "Guinean" is no way to write Guinea
            return
        written = self.document.text[atom.start : atom.end]
        self.named.append((atom.start, name, _BLANKS.sub(" ", written)))

    def note_unknown(self, first: Atom, sort: Atom) -> None:
        """Remember a place that no gazetteer knows, by the word for its sort behind its name: "Ganbei City"."""
        written = _BLANKS.sub(" ", self.document.text[first.start : sort.end])
        self.unknown.append((first.start, sort.value.attributes["generic"], written))

    def nearest_unknown(self, generic: str, before: int) -> str | None:
        """The last such place of a sort before a position, else the first after it."""
        of_sort = [(start, written) for start, sort, written in self.unknown if sort == generic]
        earlier = [written for start, written in of_sort if start <= before]
        return earlier[-1] if earlier else next((written for _, written in of_sort), None)

    def nearest(self, generic: str, before: int) -> str | None:
        """The last place of a sort ("city", "autonomous region") named before a position, else the first after it."""
        sorts = self.document.lexicon.place_sorts
        of_level = [(start, name) for start, name, _ in self.named if generic in sorts[name]]
        of_posts = [(start, name) for start, name in of_level if name in self.of_posts]
        of_level = of_posts or of_level  # who met in Nanning need not govern it
        earlier = [name for start, name in of_level if start <= before]
        if earlier:
            return earlier[-1]
        return of_level[0][1] if of_level else None

    def write(self, name: str) -> str:
        """The fullest way in which the article writes a place."""
        written = [w for _, n, w in self.named if n == name and not w.isupper()]  # a dateline shouts
        return max(written, key=len, default=name)
