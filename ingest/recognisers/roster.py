"""The roster: every person of an article with titles, affiliation and side; and whom a short form means."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.atoms import Atom
from ingest.folding import space_out
from ingest.parse import Parse
from ingest.recognisers.organisations import Registry

# Bearers of one surname, or of one post, in an article, beyond which a short form is not looked into: among so many it
# means nobody for sure, and each further one would make all short forms dearer.
_MOST_NAMESAKES = 200


@dataclass(slots=True)
class Person:
    """A person of the article, under the full name."""

    name: str
    start: int
    end: int
    title: str | None = None
    affiliation: str | None = None
    organisation: str | None = None
    side: str | None = None
    heads: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


def list_heads(parse: Parse, titles: list[Atom]) -> set[str]:
    """The head nouns of titles with their modifiers, folded: what "the mayor" and "Secretary Bu" go by."""
    folded = parse.document.folded
    heads: set[str] = set()
    for title in titles:
        words: list[str] = []
        for leaf in title.leaves():
            if leaf.type in "HI" or (leaf.type == "M" and leaf.value.attributes.get("rank")):
                words.append(folded[leaf.start : leaf.end])
            if leaf.type in "HI":
                heads.add(" ".join(words))
            if leaf.type != "M":
                words = []
    return heads


@dataclass(slots=True)
class Roster:
    """People and organisations of an article."""

    parse: Parse
    registry: Registry
    people: dict[str, Person] = field(default_factory=dict)
    by_head: dict[str, list[Person]] = field(default_factory=dict)
    organisations_of_atoms: dict[int, str | None] = field(default_factory=dict)
    _by_organisation: dict[str, list[Person]] = field(default_factory=dict)

    def organisation(self, atom: Atom) -> str | None:
        """The organisation that an atom names: of type O itself, or by reference ("the company")."""
        if atom.type == "o":
            return self.registry.nearest_firm(atom.start)
        if atom.start not in self.organisations_of_atoms:
            self.organisations_of_atoms[atom.start] = self.registry.resolve(atom)
        return self.organisations_of_atoms[atom.start]

    def side_of(self, organisation: str | None) -> str | None:
        """Which side an organisation is on."""
        if organisation is None or organisation not in self.registry.by_name:
            return None
        kind = self.registry.by_name[organisation].organisation_kind
        return kind if kind in ("firm", "government") else "other"

    def are_of_one_house(self, one: str, other: str) -> bool:
        """Whether two firms are one, or of one group, as far as their names and the register tell."""
        firms = self.parse.document.lexicon.firms
        keys = [self.registry.firm_keys.get(name) for name in (one, other)]
        groups = [firms[key].group if key else "" for key in keys]
        if groups[0] and groups[0] == groups[1]:
            return True
        low, high = sorted((one.lower(), other.lower()), key=len)
        common = self.parse.document.lexicon.common_words
        own = [set(space_out(name).split()) - common for name in (low, high)]
        if low in high or own[0] & own[1]:  # they share what is a firm's own
            return True
        return any(g and g.lower() in n.lower() for g, n in zip(groups, (other, one), strict=True))

    def find_reference(self, atom: Atom, post: Atom | None) -> Person | None:
        """Whom "Mr. Dong" or "Secretary Bu" means: the only bearer of the surname, or the only one in that post."""
        surname = self.parse.document.folded[atom.start : atom.end]
        known = self.parse.names.by_surname
        named = known.get(surname) or known.get(surname.split()[-1].split("-")[-1], [])  # "Al Mazrouei"
        if len(named) > _MOST_NAMESAKES:
            return None
        bearers = [self.people[n] for n in named if n in self.people]
        if len(bearers) > 1 and post is not None and post.type == "T":
            heads = list_heads(self.parse, [post])
            exact = [b for b in bearers if heads & b.heads]
            bearers = exact or [b for b in bearers if any(h.endswith(p) for h in b.heads for p in heads)]
        return bearers[0] if len(bearers) == 1 else None

    def add_posts(self, person: Person, titles: list[Atom]) -> None:
        """Remember what posts a person goes by."""
        heads = list_heads(self.parse, titles)
        for head in heads - person.heads:
            self.by_head.setdefault(head, []).append(person)
        person.heads |= heads

    def find_post_holder(self, post: Atom) -> Person | None:
        """Whom "the mayor" means: the only person of the article in such a post."""
        heads = list_heads(self.parse, [post])
        likely = min((self.by_head.get(head, []) for head in heads), key=len, default=[])
        if len(likely) > _MOST_NAMESAKES:
            return None
        holders = [p for p in likely if heads <= p.heads]
        firms = [child for child in post.children if child.type == "o"]
        if firms and not holders:  # "the head of the company": whoever stands for it alone
            organisation = self.organisation(firms[0])
            holders = self._find_people_of(organisation) if organisation else []
        own = [child for child in post.children if child.type in "OL"]
        if own and len(holders) != 1:
            return None
        return holders[0] if len(holders) == 1 else None

    def _find_people_of(self, organisation: str) -> list[Person]:
        """Who belongs to an organisation; to be asked when everybody is enrolled."""
        if not self._by_organisation:
            for person in self.people.values():
                if person.organisation:
                    self._by_organisation.setdefault(person.organisation, []).append(person)
        return self._by_organisation.get(organisation, [])

    def person(self, atom: Atom, before: Atom | None) -> Person | None:
        """The person that an atom of type P names; None where a short form fits nobody or several."""
        if atom.kind == "full":
            return self.people.get(atom.value)
        return self.find_reference(atom, before)
