"""Enrolment: every sentence's names, titles and organisations read into one roster."""

from __future__ import annotations

import itertools

from ingest.atoms import Atom, types_of
from ingest.parse import Parse, Parsed
from ingest.recognisers.affiliations import affiliate, affiliate_untitled, list_own_parts
from ingest.recognisers.organisations import Registry, squeeze
from ingest.recognisers.roster import Person, Roster
from ingest.recognisers.titles import assign_titles
from ingest.spans import Spans

_PARTING = "VGAXRQZ1"  # verbs that part the lists on their two sides


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


def build_roster(parse: Parse) -> Roster:
    """Read every sentence's names, titles and organisations into one roster."""
    registry = Registry(parse.document)
    roster = Roster(parse, registry)
    for parsed in parse.sentences:
        types = types_of(parsed.leaves)
        if "L" in types:
            for leaf in parsed.leaves:
                if leaf.type == "L" and leaf.value is not None:
                    registry.places.note(leaf)
        if "l" in types:
            _note_unknown_places(registry, parsed.leaves)
    organisations = (atom for parsed in parse.sentences for atom in parsed.atoms if atom.type == "O")
    parse.document.names = Spans(organisations)
    for parsed in parse.sentences:
        for atom in parsed.atoms:
            if atom.type == "O":
                roster.organisation(atom)
            elif atom.type == "T":
                for part in list_own_parts([atom]):
                    if part.type == "O":
                        roster.organisation(part)
        _read_people(roster, parsed)
    return roster


def _note_unknown_places(registry: Registry, atoms: list[Atom]) -> None:
    for before, atom in itertools.pairwise(atoms):
        if atom.type == "l" and "generic" in atom.value.attributes and before.type == "C":
            registry.places.note_unknown(before, atom)


def _read_people(roster: Roster, parsed: Parsed) -> None:
    if "P" not in parsed.types:
        return
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
            roster.add_posts(person, titled.titles)
        if titled.titles and person.title is None:
            before_name = [title for title in titled.titles if title.end <= atom.start]
            person.title = _title_text(roster.parse, before_name or titled.titles)
            affiliate(roster, person, titled.titles, companions)
            person.start, person.end = atom.start, atom.end
            untitled = []
            if person.organisation is None or not list_own_parts(titled.titles):
                affiliate_untitled(roster, parsed, positions[id(atom)], [person])
        elif person.organisation is None and person.title is None:
            untitled.append(person)
            affiliate_untitled(roster, parsed, positions[id(atom)], untitled)
        if titled.titles and person.side is None:
            _affiliate_by_possessive(roster, parsed, person, titled.titles[0])
        companions.append(person)


def _affiliate_by_possessive(roster: Roster, parsed: Parsed, person: Person, title: Atom) -> None:
    """Give "its president" the organisation named last before it in the sentence."""
    document = roster.parse.document
    words = document.folded[parsed.sentence.start : title.start].split()
    if not words or words[-1] not in document.lexicon.pack["references"]["possessive"]:
        return
    named = [atom for atom in parsed.atoms if atom.type == "O" and atom.end <= title.start]
    organisation = roster.organisation(named[-1]) if named else None
    if organisation:
        person.organisation = person.affiliation = organisation
        person.side = roster.side_of(organisation)
