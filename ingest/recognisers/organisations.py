"""Organisations: which organisation an atom names, and what an article calls it throughout."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from ingest.atoms import Atom
from ingest.document import Document
from ingest.extraction import Organisation
from ingest.folding import fold, space_out
from ingest.recognisers.places import Places

_BLANKS = re.compile(r"\s+")
# "party committee of Guizhou Aluminum", but not "Guangxi Industrial Task Force".
_PLACE_AND_TOPIC = re.compile(r"L[Y2]+$")
_FIRM_BEHIND = re.compile(r"C+Y")  # "the board of Norvik International"
_SHORTEST_ACRONYM = 3  # letters
_FARTHEST_BACK = 500  # organisations back to which somebody who writes "the bureau" refers
_LEVELS = ("county", "prefecture", "province", "country")  # most specific first


def squeeze(written: str) -> str:
    """The words on one line, without a possessive at the end."""
    return (
        _BLANKS.sub(" ", written).strip(" ,;").removesuffix("'s").removesuffix("’s").removesuffix("’").strip()
    )


def _abbreviations(document: Document) -> list[str]:
    abbreviations: list[str] = document.lexicon.pack["layout"]["abbreviations"]
    return abbreviations


class _Named(NamedTuple):
    """An organisation where it is named first; the later it was registered, the lower its rank."""

    start: int
    rank: int
    organisation: Organisation


@dataclass(slots=True)
class Registry:
    """The organisations of one article by their canonical names, first mention first."""

    document: Document
    by_name: dict[str, Organisation] = field(default_factory=dict)
    keys: dict[tuple[str, ...], str] = field(default_factory=dict)
    firm_keys: dict[str, str] = field(default_factory=dict)  # those of the register, by canonical name
    in_order: dict[str, list[_Named]] = field(default_factory=dict)  # by kind, in the order of the text
    of_places: dict[tuple[str, str | None], list[_Named]] = field(default_factory=dict)  # bodies by branch
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        self.places = Places(self.document)

    def add(self, key: tuple[str, ...], organisation: Organisation) -> str:
        """Register under a key; the canonical name of what is registered there already, or this one's."""
        if key not in self.keys:
            self.keys[key] = organisation.organisation_name
            if key[0] == "firm-key":
                self.firm_keys[organisation.organisation_name] = key[1]
            if organisation.organisation_name not in self.by_name:
                # Of two that start at one place the one registered first is taken for the later one.
                named = _Named(organisation.start_char, -len(self.by_name), organisation)
                self.by_name[organisation.organisation_name] = organisation
                insort(self.in_order.setdefault(organisation.organisation_kind, []), named)
                if organisation.organisation_kind == "government" and organisation.place_text:
                    of_place = (organisation.place_text, organisation.branch)
                    self.of_places.setdefault(of_place, []).append(named)
        return self.keys[key]

    def resolve(self, atom: Atom) -> str | None:
        """Canonical name of the organisation that an atom of type O names; None where it names none by itself."""
        if atom.kind == "firm":
            return self._resolve_firm(atom)
        return self._resolve_body(atom)

    def _resolve_firm(self, atom: Atom) -> str:
        document = self.document
        name = squeeze(document.text[atom.start : atom.end])
        if document.text[atom.end : atom.end + 1] == "." and name.split()[-1].lower() in _abbreviations(
            document
        ):
            name += "."  # "Co., Ltd."
        leaves = list(atom.leaves())
        known = [leaf for leaf in leaves if leaf.type == "F"]
        key: tuple[str, ...] = ("firm", self._without_legal_form(name))
        kind = "firm"
        if known and len(leaves) == 1:
            firm_key = known[0].value.attributes["firm"]
            if not firm_key:  # the short name of a firm of this article
                name = squeeze(known[0].value.attributes["local"])
                key = ("firm", self._without_legal_form(name))
            else:
                key = ("firm-key", firm_key)
                kind = "association" if document.lexicon.firms[firm_key].kind == "association" else "firm"
        place = next((leaf.value.value for leaf in leaves if leaf.type == "L"), None)
        return self.add(
            key,
            Organisation(
                name,
                kind,
                "industry_association" if kind == "association" else None,
                place,
                None,
                atom.start,
                atom.end,
                atom.rule_id,
            ),
        )

    def _without_legal_form(self, name: str) -> str:
        """A firm's name, folded, without the words that only say what kind of company it is."""
        words = space_out(fold(name)).split()
        forms = self.document.lexicon.pack["organisations"]["legal_form"]
        while len(words) > 1 and words[-1] in forms:
            words.pop()
        return " ".join(words)

    def _own_place(self, leaves: list[Atom]) -> str | None:
        names = [leaf.value.value for leaf in leaves if leaf.type == "L"]
        levels = self.document.lexicon.place_levels
        return min(names, key=lambda n: _LEVELS.index(levels[n])) if names else None

    def _resolve_body(self, atom: Atom) -> str | None:
        leaves = list(atom.leaves())
        bodies = [leaf for leaf in leaves if leaf.type in "BU"]
        types = "".join(leaf.type for leaf in leaves)
        is_firm = "F" in types or "N" in types or _PLACE_AND_TOPIC.search(types) is not None
        if is_firm and all(leaf.value.attributes["branch"] != "industry_association" for leaf in bodies):
            return self._resolve_firm_of_body(atom, leaves)
        national = next((b for b in bodies if b.value.attributes.get("level")), None)
        words = [
            leaf.value.attributes for leaf in leaves if leaf.type == "l" and leaf.value.attributes["level"]
        ]
        level = words[0]["level"] if words else None
        place = self._own_place(leaves)
        if place is None and level is None and national is None and self._is_house(leaves, bodies):
            return self._resolve_firm_of_body(atom, leaves)
        behind = "".join(leaf.type for leaf in leaves[leaves.index(bodies[-1]) + 1 :])
        if place is None and level is None and self._is_inner_office(bodies) and _FIRM_BEHIND.search(behind):
            return self._resolve_firm_of_body(atom, leaves)
        if place is None and level is None and leaves[-1] is bodies[-1] and self._is_inner_office(bodies):
            return None  # "the Logistics Department": of whom, the text has said before
        if place is None and words and "generic" in words[0]:
            place = self.places.nearest(words[0]["generic"], atom.start)
        if place is None and national is None and not any(leaf.type in "ClYF" for leaf in leaves):
            return self._antecedent(atom, bodies[-1])
        branches = [leaf.value.attributes["branch"] for leaf in bodies]
        branch = "party" if "party" in branches else branches[-1]
        kind = bodies[-1].value.attributes.get("kind", "government")
        name = squeeze(self.document.text[atom.start : atom.end])
        unknown = None
        if place is None and words and "generic" in words[0] and not any(leaf.type == "C" for leaf in leaves):
            unknown = self.places.nearest_unknown(words[0]["generic"], atom.start)
        if unknown is not None:
            wording = self.document.lexicon.pack["organisations"]["relative_body"]
            name = wording.format(name=name, place=unknown)
        if place is not None and not any(leaf.type == "L" for leaf in leaves):
            wording = self.document.lexicon.pack["organisations"]["relative_body"]
            name = wording.format(name=name, place=self.places.write(place))
        own_level = (
            self.document.lexicon.place_levels[place]
            if place
            else level or ("national" if national else None)
        )
        topic = " ".join(
            self.document.folded[leaf.start : leaf.end] for leaf in leaves if leaf.type in "BUCYMw"
        )
        key = ("body", topic, place or (unknown or name).lower())
        return self.add(
            key,
            Organisation(
                name,
                kind,
                branch,
                place,
                "national" if own_level == "country" else own_level,
                atom.start,
                atom.end,
                atom.rule_id,
            ),
        )

    def _is_house(self, leaves: list[Atom], bodies: list[Atom]) -> bool:
        """Whether a party committee is one of a house that goes by capitals only: "CLIEC Party Committee"."""
        names = [leaf for leaf in leaves if leaf.type == "C"]
        is_party = all(body.value.attributes["branch"] == "party" for body in bodies)
        return is_party and bool(names) and all(self.is_acronym(leaf) for leaf in names)

    def is_acronym(self, leaf: Atom) -> bool:
        """Whether a word is written in capitals only and long enough to be a house's name."""
        word = self.document.text[leaf.start : leaf.end]
        return word.isupper() and len(word) >= _SHORTEST_ACRONYM

    def add_acronym(self, leaf: Atom) -> str:
        """Register a firm that goes by capitals only."""
        return self._resolve_firm(
            Atom("O", leaf.start, leaf.end, None, "firm", "organisation/acronym", [leaf])
        )

    def _is_inner_office(self, bodies: list[Atom]) -> bool:
        return all(body.value.attributes.get("in_firms") for body in bodies)

    def _antecedent(self, atom: Atom, body: Atom) -> str | None:
        """The last body named by a noun that stands alone ("the association"); None where there is none."""
        noun = self.document.folded[body.start : body.end]
        found = (
            self._last_before(kind, atom.start, lambda o: noun in o.organisation_name.lower())
            for kind in self.in_order
        )
        last = max(filter(None, found), default=None)
        return last.organisation.organisation_name if last else None

    def _last_before(
        self, kind: str, before: int, is_sought: Callable[[Organisation], bool] = lambda _: True
    ) -> _Named | None:
        """The organisation of a kind that is named last before a position, of those that are sought."""
        named = self.in_order.get(kind, [])
        behind = bisect_left(named, before, key=attrgetter("start"))
        furthest = max(behind - _FARTHEST_BACK, 0) - 1
        return next(
            (named[at] for at in range(behind - 1, furthest, -1) if is_sought(named[at].organisation)), None
        )

    def _resolve_firm_of_body(self, atom: Atom, leaves: list[Atom]) -> str:
        """A department or party committee of a firm is the firm."""
        firm = [leaf for leaf in leaves if leaf.type in "LFCNYm" and leaf.start >= atom.start]
        own = next((i for i, leaf in enumerate(firm) if leaf.type in "FNC"), 0)
        part = Atom("O", firm[own].start, firm[-1].end, None, "firm", "organisation/firm-of-body", firm[own:])
        if firm[own].type == "F":
            part = Atom(
                "O", firm[own].start, firm[own].end, None, "firm", "organisation/firm-of-body", [firm[own]]
            )
        return self._resolve_firm(part)

    def body_of_place(self, name: str, place: Atom, branch: str) -> str:
        """The body that a post at a place stands for: the mayor of Chongqing for Chongqing's government.

        Args:
            name: the place as the gazetteer spells it.
            place: the atom that names it.
            branch: branch of the post.
        """
        wording = self.document.lexicon.pack["organisations"]["body_of_place"]
        level = self.document.lexicon.place_levels[name]
        organisation = Organisation(
            wording.get(branch, wording["government"]).format(place=self.places.write(name)),
            "government",
            branch,
            name,
            "national" if level == "country" else level,
            place.start,
            place.end,
            "organisation/body-of-place",
        )
        return self.add(("body", branch, name), organisation)

    def add_mission(self, places: list[Atom]) -> str:
        """The embassy that an ambassador's title names by country and, behind it, by host."""
        country, *hosts = (squeeze(self.document.text[place.start : place.end]) for place in places)
        wording = self.document.lexicon.pack["organisations"]["mission_in" if hosts else "mission"]
        name = wording.format(country=country, host=hosts[0] if hosts else "")
        first = places[0]
        organisation = Organisation(
            name,
            "government",
            "government",
            first.value.value,
            "national",
            first.start,
            first.end,
            "organisation/mission",
        )
        return self.add(("mission", name.lower()), organisation)

    def body_of_unknown_place(self, name: str, place: tuple[Atom, Atom], branch: str) -> str:
        """The same for a place that the gazetteer does not know, named by two atoms' stretch of text."""
        wording = self.document.lexicon.pack["organisations"]["body_of_place"]
        organisation = Organisation(
            wording.get(branch, wording["government"]).format(place=name),
            "government",
            branch,
            None,
            place[1].value.attributes["level"],
            place[0].start,
            place[1].end,
            "organisation/body-of-unknown-place",
        )
        return self.add(("body", branch, name.lower()), organisation)

    def nearest_firm(self, before: int) -> str | None:
        """The firm named last before a position: what "the company" means there."""
        last = self._last_before("firm", before)
        return last.organisation.organisation_name if last else None

    def nearest_body(self, before: int, branch: str | None) -> str | None:
        """The government body with a place that is named last before a position.

        A post of a branch is held at that branch of the place: a mayor behind the city's party committee is the city
        government's.
        """
        named = self._last_before("government", before, lambda o: bool(o.place_text))
        last = named.organisation if named else None
        if last is None or branch in (None, last.branch) or last.place_text is None:
            return last.organisation_name if last else None
        of_place = [o for o in self.of_places.get((last.place_text, branch), []) if o.start < before]
        if of_place:
            return min(of_place, key=attrgetter("rank")).organisation.organisation_name
        place = Atom("L", last.start_char, last.end_char)
        return self.body_of_place(last.place_text, place, branch or "government")
