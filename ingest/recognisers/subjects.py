"""Subjects: who is the subject of a verb of saying."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ingest.atoms import Atom
from ingest.parse import Parsed
from ingest.reading import Party, Reading


@dataclass(slots=True)
class Conversation:
    """What has been said so far: whom a pronoun means, who spoke last, and whether that speech goes on."""

    last_person: Party | None = None
    last_speakers: list[Party] = field(default_factory=list)
    paragraph: int = -1
    goes_on: bool = False
    leader: Party | None = None
    is_leader_known: bool = False

    def take_turn(self, speakers: list[Party], goes_on: bool) -> None:
        """Remember the speakers of a sentence."""
        self.last_speakers, self.goes_on = speakers, goes_on
        if speakers[0].kind == "person":
            self.last_person = speakers[0]

    def find_leader(self, reading: Reading) -> Party | None:
        """The first person who met somebody, as far as the sentences of meeting tell; found out once."""
        if not self.is_leader_known:
            principals = (
                party
                for encounter in reading.encounters
                for party, role, _ in encounter.parties.values()
                if party.kind == "person" and role == "principal"
            )
            self.leader, self.is_leader_known = next(principals, None), True
        return self.leader

    def lose_thread(self) -> None:
        """Somebody unknown speaks: whom a pronoun means from here on is unknown, too."""
        self.last_person, self.last_speakers, self.goes_on = None, [], False


class Subject(NamedTuple):
    """The speakers found before a verb, and the rule; `speakers` is None where somebody stays unknown."""

    speakers: list[Party] | None
    rule_id: str


NO_SUBJECT = Subject(None, "statement/no-subject")


def at_atom(party: Party, atom: Atom) -> Party:
    """The same party, named at an atom's place."""
    return replace(party, start=atom.start, end=atom.end)


def find_people_among(reading: Reading, atoms: list[Atom], first: int, last: int) -> list[Party] | None:
    """The people named by atoms[first:last]; None where one of them stays unknown."""
    parties: list[Party] = []
    for index in range(first, last):
        atom = atoms[index]
        if atom.type != "P":
            continue
        person = reading.roster.person(atom, atoms[index - 1] if index else None)
        if person is None:
            return None
        parties.append(reading.person_party(person, atom.start, atom.end))
    return parties


def _organisations_among(reading: Reading, atoms: list[Atom]) -> list[Party]:
    parties: dict[str, Party] = {}
    for atom in atoms:
        name = reading.roster.organisation(atom) if atom.type in "Oo" else None
        if name:
            parties.setdefault(name, reading.organisation_party(name, atom.start, atom.end))
    return list(parties.values())


def _find_group(reading: Reading, atom: Atom, conversation: Conversation) -> list[Party] | None:
    """Who speaks as a group: "the two leaders" spoke last, "the research team" is one, "both sides" is nobody."""
    if atom.value.attributes.get("people"):
        return conversation.last_speakers if len(conversation.last_speakers) > 1 else None
    if atom.value.attributes.get("joint"):
        return None
    leader = conversation.find_leader(reading)
    document = reading.roster.parse.document
    article = document.lexicon.pack["references"]["group_article"]
    name = document.folded[atom.start : atom.end].removeprefix(article)
    organisation, side = (leader.organisation, leader.side) if leader else (None, None)
    return [Party(name, "group", organisation, side, atom.start, atom.end)]


def _find_pronoun(atom: Atom, conversation: Conversation) -> list[Party] | None:
    """A plural pronoun fits only where several spoke last."""
    if atom.value.attributes["number"] == "plural":
        return conversation.last_speakers if len(conversation.last_speakers) > 1 else None
    return [at_atom(conversation.last_person, atom)] if conversation.last_person else None


def _is_torn(atoms: list[Atom], match: re.Match[str]) -> bool:
    """Whether what is inserted behind a subject is no clause about it: "He, that is the chairman, asked"."""
    relative = match.start("relative")
    return relative >= 0 and not atoms[relative].value.attributes.get("of_person")


def _may_follow_speech(atoms: list[Atom], before: str) -> bool:
    """Whether a verb may stand behind what was said: behind quotation marks, or as a plain "said" behind a comma."""
    if before.endswith("q"):
        return True
    attributes = atoms[len(before)].value.attributes
    return before.endswith("c") and attributes["act"] == "inform" and not attributes.get("content")


def find_subject(reading: Reading, parsed: Parsed, verb: int, conversation: Conversation) -> Subject:
    """Who says what the verb at an index introduces.

    Patterns of the language pack are tried in turn: a person or pronoun before the verb, a name behind the verb of a
    quotation, a post ("the mayor"), organisations, and the subject of an earlier verb of the sentence.
    """
    atoms, before = parsed.atoms, parsed.types[:verb]
    patterns = reading.roster.parse.document.lexicon.patterns
    match = patterns["subject"].search(before)
    if match and not _is_torn(atoms, match):
        first, last = match.span("subject")
        if before[first] == "E":
            return Subject(_find_pronoun(atoms[first], conversation), "statement/pronoun")
        if before[last - 1] == "g":
            return Subject(_find_group(reading, atoms[last - 1], conversation), "statement/group")
        return Subject(find_people_among(reading, atoms, first, last), "statement/person")
    if _may_follow_speech(atoms, before) and (
        match := patterns["subject_inverted"].match(parsed.types, verb + 1)
    ):
        first, last = match.span("subject")
        if parsed.types[first] == "E":
            return Subject(_find_pronoun(atoms[first], conversation), "statement/inverted")
        return Subject(find_people_among(reading, atoms, first, last), "statement/inverted")
    if match := patterns["subject_post"].search(before):
        atom = atoms[match.start("subject")]
        if holder := reading.roster.find_post_holder(atom):
            return Subject([reading.person_party(holder, atom.start, atom.end)], "statement/post")
    if match := patterns["subject_organisations"].match(before):
        parties = _organisations_among(reading, atoms[match.start("subject") : verb])
        if parties:
            return Subject(parties, "statement/organisations")
    if (match := patterns["subject_opening"].match(before)) and patterns["coordinated"].search(before):
        first, last = match.span("subject")
        if "r" not in before[last:]:
            if before[first] == "E":
                return Subject(_find_pronoun(atoms[first], conversation), "statement/coordinated")
            return Subject(find_people_among(reading, atoms, first, last), "statement/coordinated")
    return Subject(None, "statement/post") if patterns["subject_post"].search(before) else NO_SUBJECT


def find_attributed(reading: Reading, parsed: Parsed, conversation: Conversation) -> list[Party] | None:
    """The person behind words of attribution: "According to Yu Dawei, ..."."""
    document = reading.roster.parse.document
    for cue in document.cues("attribution", parsed.sentence.start, parsed.sentence.end):
        for index, atom in enumerate(parsed.atoms):
            if atom.start < cue.end:
                continue
            if atom.type == "P":
                return find_people_among(reading, parsed.atoms, index, index + 1)
            if atom.type == "E":
                return _find_pronoun(atom, conversation)
            is_bare_post = atom.type == "T" and parsed.types[index + 1 : index + 2] not in ("P", "y")
            if is_bare_post and (holder := reading.roster.find_post_holder(atom)):
                return [reading.person_party(holder, atom.start, atom.end)]
            if atom.type not in "tyeT":
                break
    return None


def note_first_person(reading: Reading, parsed: Parsed, conversation: Conversation) -> None:
    """The person a later "he" means: the subject of the sentence, else the only person in it."""
    people = [i for i, kind in enumerate(parsed.types) if kind == "P"]
    if not people:
        return
    patterns = reading.roster.parse.document.lexicon.patterns
    opening = patterns["first_person"].match(parsed.types)
    first = people[0] if len(people) == 1 else (opening.start("subject") if opening else None)
    if first is None:
        return
    found = find_people_among(reading, parsed.atoms, first, first + 1)
    if found:
        conversation.last_person = found[0]
