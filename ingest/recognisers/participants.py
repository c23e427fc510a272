"""Participants: who took part in each meeting, in which role, and whether two parties met at all."""

from __future__ import annotations

from ingest.atoms import Atom
from ingest.document import Document
from ingest.parse import Parsed
from ingest.reading import Encounter, Party, Reading

_TAKING_PART = frozenset("GAXR")  # verbs: meeting, attending, accompanying, presiding
_MOST_FIRMS = (
    100  # of one meeting that are compared with each other: of more, two are of different houses by then
)
_NAMESAKE = 24  # characters behind a name in which what is named after somebody stands


def _is_absent(document: Document, parsed: Parsed, index: int) -> bool:
    """Whether a person is only spoken of: "the care of X", "X's important instructions"."""
    atom = parsed.atoms[index]
    if parsed.types[index + 1 : index + 2] in ("z", "C"):  # "Deng Qiao's care", "the Deng Qiao Hall"
        return True
    behind = document.cues("absent_cue", atom.end, atom.end + _NAMESAKE)
    if behind and behind[0].start == atom.end + 1:  # "the Deng Qiao Memorial Hall"
        return True
    marks = (at for at in range(index - 1, -1, -1) if parsed.types[at] in "csbjkq")
    mark = next(marks, None)
    clause = parsed.sentence.start if mark is None else parsed.atoms[mark].end
    return bool(document.cues("absent_cue", clause, atom.start))


def _roles(parsed: Parsed) -> list[tuple[int, str]]:
    """The verbs of taking part in a sentence: index and letter."""
    return [(i, kind) for i, kind in enumerate(parsed.types) if kind in _TAKING_PART]


def _role(document: Document, parsed: Parsed, index: int) -> str:
    """The role of the person at an index, from the verbs of taking part on either side."""
    if document.lexicon.patterns["attendance_first"].match(parsed.types):
        return "attending"
    verbs = _roles(parsed)
    before = [v for v in verbs if v[0] < index]
    after = [v for v in verbs if v[0] > index]
    if before and before[-1][1] in "XR" and parsed.atoms[before[-1][0]].value.attributes.get("passive"):
        return "attending" if before[-1][1] == "X" else "presiding"
    following = next((kind for i, kind in after if not parsed.atoms[i].value.attributes.get("passive")), None)
    if following == "R":
        return "presiding"
    if following in ("A", "X") and not any(kind == "G" for _, kind in before):
        return "attending"
    return "principal"


def _is_background(document: Document, encounter: Encounter, parsed: Parsed) -> bool:
    """Whether a sentence tells of an earlier time than the meeting."""
    if document.cues("past_cue", parsed.sentence.start, parsed.sentence.end):
        return True
    held_on = encounter.held_on.date
    years = [atom.value.year for atom in parsed.atoms if atom.type == "D" and atom.value.year is not None]
    sentence = document.folded[parsed.sentence.start : parsed.sentence.end]
    past_year = document.lexicon.patterns["past_year"]
    years += [int(match["year"]) for match in past_year.finditer(sentence)]
    return held_on is not None and any(year < held_on.year for year in years)


def _encounter_of(reading: Reading, sentence: int) -> Encounter:
    """The meeting that a sentence belongs to: the last one opened before it, else the first."""
    return reading.encounters[reading.encounter_before(sentence) or 0]


def _admit_people(
    reading: Reading, encounter: Encounter, parsed: Parsed, rule_id: str, role: str | None
) -> None:
    document = reading.roster.parse.document
    for index, kind in enumerate(parsed.types):
        if kind != "P" or _is_absent(document, parsed, index):
            continue
        atom = parsed.atoms[index]
        person = reading.roster.person(atom, parsed.atoms[index - 1] if index else None)
        if person is not None:
            party = reading.person_party(person, person.start, person.end)
            encounter.admit(party, role or _role(document, parsed, index), rule_id)


def _is_topic(document: Document, atoms: list[Atom]) -> bool:
    """Whether the last preposition opens a topic: "a symposium on the park in Baise", but not "on metals with Y"."""
    last = next((document.folded[a.start : a.end] for a in reversed(atoms) if a.type in "ip"), None)
    return last in document.lexicon.pack["meetings"]["topic_prepositions"]


def _admit_organisations(reading: Reading, encounter: Encounter, parsed: Parsed) -> None:
    """The organisation that is visited or met, and the one that holds the meeting."""
    document = reading.roster.parse.document
    patterns = document.lexicon.patterns
    goals = document.lexicon.pack["meetings"]["goal_prepositions"]
    verbs = [i for i, kind in enumerate(parsed.types) if kind == "G"]
    candidates = [] if verbs else [a for a in parsed.atoms if a.type == "O"][-1:]
    for verb in verbs:
        is_passive = (
            parsed.atoms[verb].rule_id == "verb/of-meeting-passive"
        )  # the name before it is the forum's
        if not is_passive and (subject := patterns["meeting_host"].search(parsed.types[:verb])):
            candidates.append(parsed.atoms[subject.start()])
        for goal in patterns["meeting_goal"].finditer(parsed.types):
            preposition = document.folded[parsed.atoms[goal.start()].start : parsed.atoms[goal.start()].end]
            if preposition in goals:
                candidates.append(parsed.atoms[goal.end() - 1])
        if target := patterns["meeting_target"].match(parsed.types[verb + 1 :]):
            atoms = parsed.atoms[verb + 1 : verb + 1 + target.end()]
            if encounter.kind == "visit" or not _is_topic(document, atoms):
                candidates.append(atoms[-1])
    for atom in candidates:
        name = reading.roster.organisation(atom)
        if name and reading.roster.side_of(name):
            encounter.admit(
                reading.organisation_party(name, atom.start, atom.end),
                "principal",
                "participant/organisation",
            )


def _is_cut_off(reading: Reading, index: int) -> bool:
    """Whether a sentence is the article's last and has lost its end."""
    sentences = reading.roster.parse.sentences
    return index == len(sentences) - 1 and not sentences[index].types.endswith("e")


def admit_participants(reading: Reading) -> None:
    """Fill the encounters from the sentences that tell who met, attended, presided or accompanied."""
    if not reading.encounters:
        return
    sentences = reading.roster.parse.sentences
    document = reading.roster.parse.document
    openings = {encounter.sentence for encounter in reading.encounters}
    paragraphs = {sentences[opening].sentence.paragraph for opening in openings}
    for index, parsed in enumerate(sentences):
        is_opening = index in openings
        tells_who = is_opening or not _TAKING_PART.isdisjoint(parsed.types)
        if not tells_who:
            is_near = parsed.sentence.paragraph in paragraphs or _is_cut_off(reading, index)
            if not is_near or not document.lexicon.patterns["list_without_verb"].match(parsed.types):
                continue
        if document.cues("future_cue", parsed.sentence.start, parsed.sentence.end):
            continue
        encounter = _encounter_of(reading, index)
        if not is_opening and _is_background(document, encounter, parsed):
            continue
        if not tells_who:
            _admit_people(reading, encounter, parsed, "participant/list", "attending")
            continue
        _admit_people(reading, encounter, parsed, "participant/verb", None)
        if is_opening:
            _admit_organisations(reading, encounter, parsed)


def admit_speakers(reading: Reading) -> None:
    """Whoever speaks at a meeting takes part in it."""
    if not reading.encounters:
        return
    for utterance in reading.utterances:
        encounter = _encounter_of(reading, utterance.sentence)
        for speaker in utterance.speakers:
            encounter.admit(speaker, "principal", "participant/speaker")


def infer_sides(reading: Reading) -> None:
    """Give a speaker without a post the side opposite to whom the speech thanks.

    Somebody who thanks a party committee for its guidance speaks for a firm, and the other way round.
    """
    roster = reading.roster
    for utterance in reading.utterances:
        if utterance.act != "thank" or utterance.is_continuation:
            continue
        parsed = roster.parse.sentences[utterance.sentence]
        thanked = next(
            (a for a in parsed.atoms if a.type == "O" and a.start > utterance.speakers[0].end), None
        )
        side = roster.side_of(roster.organisation(thanked)) if thanked else None
        opposite = {"government": "firm", "firm": "government"}.get(side or "")
        for speaker in utterance.speakers:
            person = roster.people.get(speaker.name)
            if person and opposite and person.side is None and person.title is None:
                person.side = opposite
    for utterance in reading.utterances:
        utterance.speakers = [_with_side(reading, speaker) for speaker in utterance.speakers]


def _with_side(reading: Reading, speaker: Party) -> Party:
    person = reading.roster.people.get(speaker.name)
    if person is None or person.side == speaker.side:
        return speaker
    return Party(speaker.name, speaker.kind, speaker.organisation, person.side, speaker.start, speaker.end)


def _is_public(reading: Reading, party: Party) -> bool:
    """Whether a party is a public body's: a department or party committee of no place or level may be a firm's."""
    body = reading.roster.registry.by_name.get(party.organisation or "")
    if body is not None:
        return body.place_text is not None or body.level is not None
    return party.kind == "person"  # a mayor or a minister, whose post alone says it


def _visits_unnamed_firm(reading: Reading, encounter: Encounter) -> bool:
    """Whether a firm is the other party, though it goes by no name: "visited the company"."""
    opening = reading.roster.parse.sentences[encounter.sentence]
    return reading.roster.parse.document.lexicon.patterns["visits_firm"].search(opening.types) is not None


def have_two_parties(reading: Reading, encounter: Encounter) -> bool:
    """Whether people of at least two parties met: a firm or association and a public body, or two firms."""
    # Who only speaks in the article need not have been there: at talks and visits no organisation is for that.
    is_open = encounter.kind in ("symposium", "conference", "signing")
    parties = [
        party
        for party, _, rule in encounter.parties.values()
        if is_open or party.kind != "organisation" or rule != "participant/speaker"
    ]
    told = [
        p for p, _, rule in encounter.parties.values() if p.kind == "person" and rule != "participant/speaker"
    ]
    if not told:
        return False
    sides = {p.side for p in parties if p.side and (p.side != "government" or _is_public(reading, p))}
    if _visits_unnamed_firm(reading, encounter):
        sides.add("firm")
    if "firm" in sides and ("government" in sides or "other" in sides):
        return True
    if "other" in sides and "government" in sides:
        return True
    opening = reading.roster.parse.sentences[encounter.sentence].sentence
    if "firm" in sides and reading.roster.parse.document.cues("own_house", opening.start, opening.end):
        return True  # a firm's people "visited our company": the page is the host's
    sentences = reading.roster.parse.sentences
    first, last = sentences[0].sentence, sentences[-1].sentence
    if reading.roster.parse.document.has_cue("internal_cue", first.start, last.end):
        return False
    firms = sorted({p.organisation for p in parties if p.side == "firm" and p.organisation})[:_MOST_FIRMS]
    return any(
        not reading.roster.are_of_one_house(one, other)
        for i, one in enumerate(firms)
        for other in firms[i + 1 :]
    )
