"""Affiliations: which organisation a person's posts or neighbours in a list name, and which side that is on."""

from __future__ import annotations

import itertools

from ingest.atoms import Atom
from ingest.parse import Parsed
from ingest.recognisers.organisations import squeeze
from ingest.recognisers.roster import Person, Roster


def list_own_parts(titles: list[Atom]) -> list[Atom]:
    """The organisations and places that stand in titles themselves."""
    return [child for title in titles for child in title.children if child.type in "OLo"]


def affiliate(roster: Roster, person: Person, titles: list[Atom], companions: list[Person]) -> None:
    """Give a person the organisation that the titles name, else the one that the posts stand for."""
    text = roster.parse.document.text
    attributes = [leaf.value.attributes for title in titles for leaf in title.leaves() if leaf.type in "HI"]
    sides = [a["side"] for a in attributes if a.get("side")]
    branch = next((a["branch"] for a in attributes if a.get("branch")), "government")
    parts = list_own_parts(titles)
    leaves = [leaf for title in titles for leaf in title.leaves()]
    person.places = {leaf.value.value for leaf in leaves if leaf.type == "L" and leaf.value is not None}
    roster.registry.places.of_posts |= person.places
    named = [(part, roster.organisation(part)) for part in parts if part.type in "Oo"]
    if any(a.get("usually") == "firm" for a in attributes):
        # "Chairman and Deputy Party Committee Secretary": the committee is the firm's.
        named = [pair for pair in named if not _is_bare_party_group(pair[0])]
    if named and named[0][0].type == "o" and named[0][1] is None:
        person.side = (
            "firm"  # "general manager of the Group", whichever that is, comes before another firm's chairman
        )
        return
    known = [(part, name) for part, name in named if name]
    if "firm" in sides and known and all(_is_office_of_firm(roster, part, name) for part, name in known):
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
    if places and any(a.get("mission") for a in attributes):
        person.organisation = person.affiliation = roster.registry.add_mission(places)
        person.side = "government"
        return
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
    person.side = "firm" if any(part.type == "o" for part in parts) else next(iter(sides), None)
    if person.side == "firm" and any(_is_public_office(part) for part, _ in named):
        person.side = None  # "chief economist of the Energy Bureau"
    if person.side is None and any(leaf.type in "Nm" for leaf in leaves):
        person.side = "firm"  # "Group Company Chairman"
    if person.side == "government":
        # A mayor is the government's, but "minister" is what heads of a party committee's departments are called, too.
        heads = [leaf.value.attributes for leaf in leaves if leaf.type == "H"]
        own = next((a["branch"] for a in heads if a.get("branch")), None)
        person.organisation = roster.registry.nearest_body(person.start, own)
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


def _is_office_of_firm(roster: Roster, part: Atom, name: str) -> bool:
    """Whether what looks like a public body is an office that a firm has, too."""
    bodies = [leaf for leaf in part.leaves() if leaf.type in "BU"]
    return roster.side_of(name) == "government" and all(b.value.attributes.get("in_firms") for b in bodies)


def _is_public_office(part: Atom) -> bool:
    """Whether an office that the text leaves without a place is a public one; departments and party groups, firms have too."""
    leaves = [leaf.value.attributes for leaf in part.leaves() if leaf.type in "BU"]
    return any(not a.get("in_firms") and a["branch"] in ("government", "congress", "cppcc") for a in leaves)


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
    return roster.registry.places.nearest(generic, level.start) if generic else None


def affiliate_untitled(roster: Roster, parsed: Parsed, position: int, group: list[Person]) -> None:
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
    if (
        parsed.types[index + 1 : index + 2] == "x"
    ):  # "City leaders A and B": what they are called is their post
        for person in group:
            person.title = squeeze(roster.parse.document.text[atoms[index].start : atoms[index + 1].end])
    if atoms[index].type in "omN":  # "company leaders A, B and C"
        organisation = roster.registry.nearest_firm(atoms[index].start)
        for person in group:
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
