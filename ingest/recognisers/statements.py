"""Statements: which sentence is whose."""

from __future__ import annotations

import re

from ingest.atoms import Atom
from ingest.parse import Parsed
from ingest.reading import Party, Reading, Utterance
from ingest.recognisers.speech_acts import classify_act

# A subject, what may stand between it and its verb (titles, an affiliation, a bracket, an inserted phrase), the verb.
_GAP = r"(?:c?T(?:(?:ca?|a|c)T)*)?(?:[fp]t?O)?(?:b[^b]{0,24}b)?(?:c[^PVEgTGAXRc]{0,24}c|c)?[dhwzlm]{0,4}?"
_SUBJECT = re.compile(
    rf"(?P<subject>P(?:(?:cT(?:(?:ca?|a)T)*)?(?:ca?|a|ca?T?|aT)P)*|E|(?<![FOLf])t?g){_GAP}$"
)
_POST = re.compile(r"(?:^|[cqi])(?P<subject>T)[dh]{0,3}$")
# "...," complained Ren Guoqiang
_INVERTED = re.compile(r"(?:T)?(?P<subject>P(?:aP)*|E)")
_ORGANISATIONS = re.compile(
    r"^(?:C?[^PVEgGTO]{0,8}c)?(?:t?[xwdMC]{1,5}f)?(?P<subject>t?[Oo][^PVEG]*?)[dhw]{0,3}$"
)
_PLACE = re.compile(r"^(?:C?[^PVEgGTO]{0,8}c)?(?P<subject>L)[dh]{0,3}$")
# A second verb of the same subject: "visited the hall and stressed that".
# A tag inside the speech: "..., he said, ...", or behind it: "..., Yao said."
_TAG = re.compile(r"c(?:T?P|E|uau|u|T|(?:T?P)aT?P)[dh]?$")
_COORDINATED = re.compile(r"(?:a|c|ca)[dh]{0,3}$")


class _Conversation:
    """Who spoke last, whom a pronoun means, and whether speech goes on."""

    def __init__(self) -> None:
        self.last_person: Party | None = None
        self.last_speakers: list[Party] = []
        self.paragraph = -1
        self.goes_on = False


def _people_in(reading: Reading, atoms: list[Atom], first: int, last: int) -> list[Party] | None:
    """The people named by atoms[first:last]; None where one of them stays unknown."""
    parties = []
    for index in range(first, last):
        atom = atoms[index]
        if atom.type == "P":
            person = reading.roster.person(atom, atoms[index - 1] if index else None)
            if person is None:
                return None
            parties.append(reading.person_party(person, atom.start, atom.end))
    return parties


def _organisations_in(reading: Reading, atoms: list[Atom]) -> list[Party]:
    parties: list[Party] = []
    for atom in atoms:
        if atom.type in "Oo":
            name = reading.roster.organisation(atom)
            if name and name not in [p.name for p in parties]:
                parties.append(reading.organisation_party(name, atom.start, atom.end))
    return parties


def _group(reading: Reading, atom: Atom, conversation: _Conversation) -> list[Party]:
    """ "Both sides" are the principals of the meeting; "the research team" speaks as a group."""
    if atom.value.attributes.get("people"):
        return list(conversation.last_speakers) if len(conversation.last_speakers) > 1 else []
    if atom.value.attributes.get("joint"):
        return []
    name = reading.roster.parse.document.folded[atom.start : atom.end].removeprefix("the ")
    leader = next(
        (
            p
            for e in reading.encounters
            for p, role, _ in e.parties.values()
            if p.kind == "person" and role == "principal"
        ),
        None,
    )
    side = leader.side if leader else None
    organisation = leader.organisation if leader else None
    return [Party(name, "group", organisation, side, atom.start, atom.end)]


def _find_subject(
    reading: Reading, parsed: Parsed, verb: int, conversation: _Conversation
) -> tuple[list[Party] | None, str]:
    """The speakers of the verb at an index, and the rule that found them; None where they stay unknown."""
    atoms, before = parsed.atoms, parsed.types[:verb]
    match = _SUBJECT.search(before)
    if match:
        first, last = match.span("subject")
        kind = before[first]
        if kind == "E":
            # Plural pronouns would need to know how many; the last speakers fit only if there were several.
            if atoms[first].value.attributes["number"] == "plural":
                many = len(conversation.last_speakers) > 1
                return (list(conversation.last_speakers) if many else None), "statement/pronoun"
            person = conversation.last_person
            return ([_at(person, atoms[first])] if person else None), "statement/pronoun"
        if before[last - 1] == "g":
            group = _group(reading, atoms[last - 1], conversation)
            return (group or None), "statement/group"
        return _people_in(reading, atoms, first, last), "statement/person"
    match = _INVERTED.match(parsed.types, verb + 1) if before.endswith("q") else None
    if match:
        first, last = match.span("subject")
        if parsed.types[first] == "P":
            return _people_in(reading, atoms, first, last), "statement/inverted"
        person = conversation.last_person
        return ([_at(person, atoms[first])] if person else None), "statement/inverted"
    match = _POST.search(before)
    if match:
        atom = atoms[match.start("subject")]
        holder = reading.roster.find_post_holder(atom)
        if holder:
            return [reading.person_party(holder, atom.start, atom.end)], "statement/post"
        if not _ORGANISATIONS.match(before):
            return None, "statement/post"
    match = _ORGANISATIONS.match(before)
    if match:
        parties = _organisations_in(reading, atoms[match.start("subject") : verb])
        if parties:
            return parties, "statement/organisations"
    opening = re.match(
        r"^(?:[^PEgV]*c)?(?P<subject>P(?:(?:cT(?:(?:ca?|a)T)*)?(?:ca?|a)P)*|E)(?=[^P]*$)", before
    )
    if opening and _COORDINATED.search(before) and "r" not in before[opening.end() :]:
        first, last = opening.span("subject")
        if before[first] == "E":
            person = conversation.last_person
            return ([_at(person, atoms[first])] if person else None), "statement/coordinated"
        return _people_in(reading, atoms, first, last), "statement/coordinated"
    return None, "statement/no-subject"


def _attributed(reading: Reading, parsed: Parsed, conversation: _Conversation) -> list[Party] | None:
    """ "According to Yu Dawei, ...": the person behind the words of attribution."""
    document = reading.roster.parse.document
    for cue in document.cues("attribution", parsed.sentence.start, parsed.sentence.end):
        for index, atom in enumerate(parsed.atoms):
            if atom.start < cue.end:
                continue
            if atom.type == "P":
                return _people_in(reading, parsed.atoms, index, index + 1)
            if atom.type == "E" and conversation.last_person:
                return [_at(conversation.last_person, atom)]
            if atom.type not in "tyeT":
                break
    return None


def _at(party: Party, atom: Atom) -> Party:
    return Party(party.name, party.kind, party.organisation, party.side, atom.start, atom.end)


def _note_people(reading: Reading, parsed: Parsed, conversation: _Conversation) -> None:
    """The person a later "he" means: the subject of the sentence, else the only person in it."""
    people = [i for i, atom in enumerate(parsed.atoms) if atom.type == "P"]
    if not people:
        return
    opening = re.match(r"^(?:[^PEgV]*?c)?[^PEVc]*?(?P<subject>P)", parsed.types)
    first = people[0] if len(people) == 1 else (opening.start("subject") if opening else None)
    if first is None:
        return
    atom = parsed.atoms[first]
    person = reading.roster.person(atom, parsed.atoms[first - 1] if first else None)
    if person:
        conversation.last_person = reading.person_party(person, atom.start, atom.end)


def _is_narrative(parsed: Parsed) -> bool:
    """A sentence of the reporter's own: about the meeting or its people, with no verb of saying."""
    if re.search(r"[AXR]|^(?:.*[PEgxT].*|[^cVG]*O[dh]*)G", parsed.types):
        return True
    if any(a.type == "V" and a.value.attributes.get("empty") for a in parsed.atoms):
        return True
    subject = re.match(r"^(?:[^PEgV]*?c)?t?(?P<subject>[PEg])", parsed.types)
    if subject is None:
        return False
    atom = parsed.atoms[subject.start("subject")]
    # In running speech "the two sides" are those who talk: the speech goes on.
    return not (atom.type == "g" and atom.value.attributes.get("joint"))


def _goes_on_with_house(parsed: Parsed, verb: int, parties: list[Party]) -> bool:
    """ "Chinalco is willing to ..." in a person's running speech is that person's, not the firm's."""
    attributes = parsed.atoms[verb].value.attributes
    return all(p.kind == "organisation" for p in parties) and attributes["act"] not in ("inform", "suggest")


def find_statements(reading: Reading) -> None:
    """Attribute each sentence of the body to its speakers, where the text does."""
    conversation = _Conversation()
    document = reading.roster.parse.document
    for index, parsed in enumerate(reading.roster.parse.sentences):
        sentence = parsed.sentence
        if sentence.paragraph != conversation.paragraph:
            conversation.paragraph = sentence.paragraph
            conversation.goes_on = False
        verbs = [i for i, kind in enumerate(parsed.types) if kind == "V"]
        found: tuple[int, list[Party], str] | None = None
        unknown: int | None = None
        for verb in verbs:
            parties, rule = _find_subject(reading, parsed, verb, conversation)
            is_empty = parsed.atoms[verb].value.attributes.get("empty")
            is_tag = _TAG.search(parsed.types[:verb]) and parsed.types[verb + 1 : verb + 2] in ("c", "e", "")
            if parties and is_tag and found is not None:
                found = (verb, parties, rule)  # what stands before a tag is what was said
                break
            if parties and (found is None or parsed.atoms[found[0]].value.attributes.get("empty")):
                found = (verb, parties, rule)
            elif parties is None and rule != "statement/no-subject" and not is_empty and unknown is None:
                unknown = verb
        if found and parsed.atoms[found[0]].value.attributes.get("empty"):
            later = [v for v in verbs if v > found[0] and not parsed.atoms[v].value.attributes.get("empty")]
            if later:
                found = (later[0], found[1], found[2])
        speaks_person = conversation.goes_on and any(s.kind == "person" for s in conversation.last_speakers)
        if found and speaks_person and _goes_on_with_house(parsed, found[0], found[1]):
            found = None
        if found and not parsed.atoms[found[0]].value.attributes.get("empty"):
            verb, parties, rule = found
            atom = parsed.atoms[verb]
            act = classify_act(document, atom, sentence.start, sentence.end, parties, reading)
            reading.utterances.append(
                Utterance(
                    index,
                    sentence.start,
                    sentence.end,
                    parties,
                    document.text[atom.start : atom.end],
                    act,
                    False,
                    rule,
                )
            )
            conversation.last_speakers = parties
            conversation.goes_on = bool(atom.value.attributes.get("speech"))
            if parties[0].kind == "person":
                conversation.last_person = parties[-1] if len(parties) == 1 else parties[0]
            continue
        if unknown is not None:
            atom = parsed.atoms[unknown]
            reading.raise_issue(
                "speaker_unknown",
                atom.start,
                atom.end,
                "the subject fits nobody or several people",
                "statement/unknown",
            )
            conversation.goes_on = False
            continue
        if not found:
            found_by = _attributed(reading, parsed, conversation)
            if found_by:
                act = classify_act(document, None, sentence.start, sentence.end, found_by, reading)
                cue = document.cues("attribution", sentence.start, sentence.end)[0]
                reading.utterances.append(
                    Utterance(
                        index,
                        sentence.start,
                        sentence.end,
                        found_by,
                        document.text[cue.start : cue.end],
                        act,
                        False,
                        "statement/attribution",
                    )
                )
                conversation.last_speakers, conversation.goes_on = found_by, True
                conversation.last_person = found_by[0]
                continue
        if (
            conversation.goes_on
            and not found
            and not _is_narrative(parsed)
            and sentence.end - sentence.start > 2
        ):
            act = classify_act(
                document, None, sentence.start, sentence.end, conversation.last_speakers, reading
            )
            reading.utterances.append(
                Utterance(
                    index,
                    sentence.start,
                    sentence.end,
                    conversation.last_speakers,
                    None,
                    act,
                    True,
                    "statement/continued",
                )
            )
            continue
        if verbs:
            atom = parsed.atoms[verbs[0]]
            if not atom.value.attributes.get("empty"):
                reading.raise_issue(
                    "verb_without_speaker",
                    atom.start,
                    atom.end,
                    "no subject was found for the verb",
                    "statement/no-subject",
                )
        conversation.goes_on = False
        _note_people(reading, parsed, conversation)
