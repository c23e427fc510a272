"""The roster: every person of an article with titles, affiliation and side; and whom a short form means."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from ingest.atoms import Atom
from ingest.parse import Parse, Parsed
from ingest.recognisers.organisations import Registry, squeeze
from ingest.recognisers.titles import assign_titles


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


def _heads(parse: Parse, titles: list[Atom]) -> set[str]:
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


def _title_text(parse: Parse, titles: list[Atom]) -> str:
    """The posts as written, without an article or a possessive in front."""
    first = titles[0]
    start = first.start
    children = first.children
    for index, child in enumerate(children):
        if child.type == "t" or (index + 1 < len(children) and children[index + 1].type == "z"):
            continue
        if child.type == "z":
            continue
        start = child.start
        break
    return squeeze(parse.document.text[start : titles[-1].end])


@dataclass(slots=True)
class Roster:
    """People and organisations of an article."""

    parse: Parse
    registry: Registry
    people: dict[str, Person] = field(default_factory=dict)
    organisations_of_atoms: dict[int, str | None] = field(default_factory=dict)

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
        keys = {name: key[1] for key, name in self.registry.keys.items() if key[0] == "firm-key"}
        groups = [firms[keys[name]].group if name in keys else "" for name in (one, other)]
        if groups[0] and groups[0] == groups[1]:
            return True
        low, high = sorted((one.lower(), other.lower()), key=len)
        common = self.parse.document.lexicon.common_words
        if low in high or set(low.split()) & set(high.split()) - common:  # they share what is a firm's own
            return True
        return any(g and g.lower() in n.lower() for g, n in zip(groups, (other, one), strict=True))

    def find_reference(self, atom: Atom, post: Atom | None) -> Person | None:
        """Whom "Mr. Dong" or "Secretary Bu" means: the only bearer of the surname, or the only one in that post."""
        surname = self.parse.document.folded[atom.start : atom.end]
        bearers = [self.people[n] for n in self.parse.names.by_surname.get(surname, []) if n in self.people]
        if len(bearers) > 1 and post is not None and post.type == "T":
            heads = _heads(self.parse, [post])
            exact = [b for b in bearers if heads & b.heads]
            bearers = exact or [b for b in bearers if any(h.endswith(p) for h in b.heads for p in heads)]
        return bearers[0] if len(bearers) == 1 else None

    def find_post_holder(self, post: Atom) -> Person | None:
        """Whom "the mayor" means: the only person of the article in such a post."""
        heads = _heads(self.parse, [post])
        holders = [p for p in self.people.values() if heads and heads <= p.heads]
        firms = [child for child in post.children if child.type == "o"]
        if firms and not holders:  # "the head of the company": whoever stands for it alone
            organisation = self.organisation(firms[0])
            holders = [p for p in self.people.values() if organisation and p.organisation == organisation]
        own = [child for child in post.children if child.type in "OL"]
        if own and len(holders) != 1:
            return None
        return holders[0] if len(holders) == 1 else None

    def person(self, atom: Atom, before: Atom | None) -> Person | None:
        """The person that an atom of type P names; None where a short form fits nobody or several."""
        if atom.kind == "full":
            return self.people.get(atom.value)
        return self.find_reference(atom, before)


def _own_parts(titles: list[Atom]) -> list[Atom]:
    return [child for title in titles for child in title.children if child.type in "OLo"]


def _affiliate(roster: Roster, person: Person, titles: list[Atom], companions: list[Person]) -> None:
    """Give a person the organisation that the titles name, else the one that the posts stand for."""
    text = roster.parse.document.text
    attributes = [leaf.value.attributes for title in titles for leaf in title.leaves() if leaf.type in "HI"]
    sides = [a["side"] for a in attributes if a.get("side")]
    branch = next((a["branch"] for a in attributes if a.get("branch")), "government")
    parts = _own_parts(titles)
    leaves = [leaf for title in titles for leaf in title.leaves()]
    person.places = {leaf.value.value for leaf in leaves if leaf.type == "L" and leaf.value is not None}
    roster.registry.post_places |= person.places
    named = [(part, roster.organisation(part)) for part in parts if part.type in "Oo"]
    if any(a.get("usually") == "firm" for a in attributes):
        # "Chairman and Deputy Party Committee Secretary": the committee is the firm's.
        named = [pair for pair in named if not _is_bare_party_group(pair[0])]
    known = [(part, name) for part, name in named if name]
    if "firm" in sides and known and all(roster.side_of(name) == "government" for _, name in known):
        known = []  # "manager of the Mongolia Representative Office": an office of the firm's
    if known:
        firms = [pair for pair in known if roster.side_of(pair[1]) == "firm"]
        part, person.organisation = (firms or _most_local(roster, known))[0]
        person.affiliation = squeeze(text[part.start : part.end])
        if part.type == "o":
            person.affiliation = person.organisation
        person.side = roster.side_of(person.organisation)
        return
    acronym = _acronym_of_post(roster, leaves)
    if acronym and "government" not in sides:
        person.organisation = person.affiliation = roster.registry.add_acronym(acronym)
        person.side = "firm"
        return
    places = [part for part in parts if part.type == "L"]
    if places and "firm" not in sides:
        person.affiliation = squeeze(text[places[0].start : places[0].end])
        person.organisation = roster.registry.body_of_place(places[0].value.value, places[0], branch)
        person.side = "government"
        return
    unknown = _unknown_place(leaves)
    if unknown and "firm" not in sides:
        person.affiliation = squeeze(text[unknown[0].start : unknown[1].end])
        person.organisation = roster.registry.body_of_unknown_place(person.affiliation, unknown, branch)
        person.side = "government"
        return
    levels = [
        child
        for title in titles
        for child in title.leaves()
        if child.type == "l" and "generic" in child.value.attributes
    ]
    if levels and "firm" not in sides:
        name = _named_place(roster, levels[0])
        if name:
            person.organisation = roster.registry.body_of_place(name, levels[0], branch)
            person.affiliation = person.organisation
            person.side = "government"
            return
    person.side = sides[0] if sides else None
    if person.side is None and any(leaf.type in "Nm" for leaf in leaves):
        person.side = "firm"  # "Group Company Chairman"
    if person.side == "government":
        person.organisation = roster.registry.nearest_body(person.start)
    elif person.side == "firm":
        person.organisation = roster.registry.nearest_firm(person.start)
    elif any(_is_public_office(part) for part, _ in named):
        person.side = "government"
    elif companions and companions[-1].side:
        # A list of one organisation's people names it once.
        person.organisation, person.side = companions[-1].organisation, companions[-1].side
    elif any(a.get("usually") == "firm" for a in attributes):
        person.organisation = roster.registry.nearest_firm(person.start)
        person.side = "firm" if person.organisation else None
    person.affiliation = person.organisation


def _is_bare_party_group(part: Atom) -> bool:
    """Whether a party committee or group is named with nobody's name to it."""
    leaves = list(part.leaves())
    return part.type == "O" and all(
        leaf.type == "B" and leaf.value.attributes["branch"] == "party" for leaf in leaves
    )


def _is_public_office(part: Atom) -> bool:
    """Whether an office that the text leaves without a place is a public one; departments and party groups, firms have too."""
    leaves = [leaf.value.attributes for leaf in part.leaves() if leaf.type in "BU"]
    return any(not a.get("in_firms") and a["branch"] in ("government", "congress", "cppcc") for a in leaves)


_PARTING = "VGAXRQZ1"  # verbs that part the lists on their two sides
_LEVELS = ("county", "prefecture", "province", "national")


def _most_local(roster: Roster, known: list[tuple[Atom, str]]) -> list[tuple[Atom, str]]:
    """A city's party secretary who sits on the province's committee speaks for the city."""
    levels = {name: roster.registry.by_name[name].level for _, name in known}
    return sorted(known, key=lambda pair: _LEVELS.index(levels[pair[1]] or "national"))


def _acronym_of_post(roster: Roster, leaves: list[Atom]) -> Atom | None:
    """The house that goes by capitals only before or behind a post: "CLIEC President", "chairman of CLIEC"."""
    for before, leaf in itertools.pairwise(leaves):
        if leaf.type in "HM" and before.type == "C" and roster.registry.is_acronym(before):
            return before
        if before.type == "f" and leaf.type == "C" and roster.registry.is_acronym(leaf):
            return leaf
    return None


def _unknown_place(leaves: list[Atom]) -> tuple[Atom, Atom] | None:
    """A place that no gazetteer knows, by the word for its sort behind its name: "Longxi Province"."""
    for index, leaf in enumerate(leaves[1:], 1):
        if leaf.type == "l" and "generic" in leaf.value.attributes and leaves[index - 1].type == "C":
            first = index - 1
            while first and leaves[first - 1].type == "C":
                first -= 1
            return leaves[first], leaf
    return None


def _named_place(roster: Roster, level: Atom) -> str | None:
    generic = level.value.attributes.get("generic")
    return roster.registry.nearest_place(generic, level.start) if generic else None


def _affiliate_untitled(roster: Roster, parsed: Parsed, position: int, group: list[Person]) -> None:
    """Give a list of bare names the organisation behind it: "A and B of Southwest Aluminum"."""
    atoms = parsed.atoms
    patterns = roster.parse.document.lexicon.patterns
    behind = patterns["behind_names"].match(parsed.types, position + 1)
    index = behind.end() - 1 if behind else None
    if index is None and len(group) == 1:
        before = patterns["before_names"].search(parsed.types[:position])
        index = before.start() if before else None
    if index is None:
        if len(group) > 1 and group[0].side:  # the list goes on
            group[-1].organisation, group[-1].side = group[0].organisation, group[0].side
            group[-1].affiliation, group[-1].title = group[0].affiliation, group[0].title
        return
    if parsed.types[index + 1 : index + 2] == "x":  # "City leaders A and B": what they are called is their post
        for person in group:
            person.title = squeeze(roster.parse.document.text[atoms[index].start : atoms[index + 1].end])
    if atoms[index].type in "om":  # "company leaders A, B and C"
        organisation = roster.registry.nearest_firm(atoms[index].start)
        for person in group if organisation else []:
            person.organisation = person.affiliation = organisation
            person.side = "firm"
    elif atoms[index].type in "Ll":
        place = atoms[index].value.value if atoms[index].type == "L" else _named_place(roster, atoms[index])
        for person in group:
            person.affiliation = squeeze(roster.parse.document.text[atoms[index].start : atoms[index].end])
            person.side = "government"
            if place:
                person.organisation = roster.registry.body_of_place(place, atoms[index], "government")
    else:
        organisation = roster.organisation(atoms[index])
        for person in group if organisation else []:
            person.organisation = organisation
            person.affiliation = squeeze(roster.parse.document.text[atoms[index].start : atoms[index].end])
            person.side = roster.side_of(organisation)


def build_roster(parse: Parse) -> Roster:
    """Read every sentence's names, titles and organisations into one roster."""
    registry = Registry(parse.document)
    roster = Roster(parse, registry)
    for parsed in parse.sentences:
        for atom in parsed.atoms:
            for leaf in atom.leaves():
                if leaf.type == "L" and leaf.value is not None:
                    registry.note_place(leaf)
    for parsed in parse.sentences:
        for atom in parsed.atoms:
            if atom.type == "O":
                roster.organisation(atom)
                parse.document.masked.append((atom.start, atom.end))
            elif atom.type == "T":
                for part in _own_parts([atom]):
                    if part.type == "O":
                        roster.organisation(part)
        _read_people(roster, parsed)
    return roster


def _read_people(roster: Roster, parsed: Parsed) -> None:
    companions: list[Person] = []
    untitled: list[Person] = []
    positions = {id(atom): index for index, atom in enumerate(parsed.atoms)}
    before = 0
    for titled in assign_titles(parsed.atoms, parsed.types):
        atom = titled.person
        position = positions[id(atom)]
        if any(kind in _PARTING for kind in parsed.types[before:position]):
            companions = []  # who met whom is of another side
        before = position
        person = roster.people.get(atom.value)
        if person is None:
            person = roster.people[atom.value] = Person(atom.value, atom.start, atom.end)
        if titled.titles:
            person.heads |= _heads(roster.parse, titled.titles)
        if titled.titles and person.title is None:
            person.title = _title_text(roster.parse, titled.titles)
            _affiliate(roster, person, titled.titles, companions)
            person.start, person.end = atom.start, atom.end
            untitled = []
            if person.organisation is None or not _own_parts(titled.titles):
                _affiliate_untitled(roster, parsed, positions[id(atom)], [person])
        elif person.organisation is None and person.title is None:
            untitled.append(person)
            _affiliate_untitled(roster, parsed, positions[id(atom)], untitled)
        companions.append(person)
