"""Meetings: which encounters an article reports, when, where and of what kind."""

from __future__ import annotations

import re

from ingest.atoms import Atom
from ingest.document import Document
from ingest.parse import Parsed
from ingest.reading import Encounter, Reading
from ingest.recognisers.dates import (
    DateMention,
    HeldOn,
    resolve_day_of_month,
    resolve_relative,
)
from ingest.recognisers.organisations import squeeze

_OPENING = re.compile("[VG]")  # verbs of saying and of meeting
_LONG_BEFORE = 31  # days between a meeting that is reported and one that is recalled
_BEHIND = 40  # characters behind a verb of meeting in which its noun stands
_NEAR = 5  # atoms between a verb of meeting and its place
_SETTLED_KINDS = ("symposium", "conference", "signing")  # held at a place, not gone to


def _is_ahead(document: Document, parsed: Parsed) -> bool:
    return bool(document.cues("future_cue", parsed.sentence.start, parsed.sentence.end))


def _is_no_encounter(document: Document, verb: Atom) -> bool:
    """Whether what was held is of a kind at which nobody meets another party: "held a sports meeting"."""
    return bool(document.cues("no_encounter", verb.start, verb.end + _BEHIND))


def _is_recalled(document: Document, parsed: Parsed) -> bool:
    """Whether a sentence without a day of its own tells of an earlier time."""
    start, end = parsed.sentence.start, parsed.sentence.end
    if "D" in parsed.types or document.cues("relative_day", start, end):
        return False
    return bool(document.cues("past_cue", start, end))


def _opening_verb(document: Document, parsed: Parsed) -> tuple[int, str, str] | None:
    """Index of the verb of meeting, the kind, and the rule; None where the sentence opens no meeting."""
    patterns = document.lexicon.patterns
    for found in _OPENING.finditer(parsed.types):
        index, kind = found.start(), found.group()
        if kind == "V" and (welcome := patterns["host_welcome"].search(parsed.types)):
            hosted = parsed.atoms[index].value.attributes.get("hosts")
            if hosted and welcome.end() == index + 1:
                return index, hosted, "meeting/hosting"
        if kind == "V" and not parsed.atoms[index].value.attributes.get("empty"):
            if patterns["agency_report"].match(parsed.types, index):
                continue
            break  # "He required that meetings be held": what is said to be done is not yet done
        if kind == "G" and _is_no_encounter(document, parsed.atoms[index]):
            continue
        if kind == "G":
            attributes = parsed.atoms[index].value.attributes
            if attributes.get("needs_party") and not patterns["meets_party"].match(parsed.types, index + 1):
                continue
            purpose = document.lexicon.patterns["purpose"].match(parsed.types, index + 1)
            noun = parsed.atoms[purpose.end() - 1 if purpose else index]
            return index, noun.value.attributes["kind"], "meeting/verb"
    if document.lexicon.patterns["verbless_visit"].match(parsed.types):
        return parsed.types.index("P"), "visit", "meeting/verbless"
    return None


def _tells_of(document: Document, parsed: Parsed, opening: Parsed) -> bool:
    """Whether a neighbouring sentence may hold the day: it stands in the paragraph, or speaks of the meeting."""
    nouns = document.cues("meeting_noun", parsed.sentence.start, parsed.sentence.end)
    return parsed.sentence.paragraph == opening.sentence.paragraph or bool(nouns)


def _held_on(reading: Reading, sentences: list[Parsed], index: int, verb: int) -> tuple[HeldOn, str | None]:
    """The date of the sentence that opens the meeting, else of the one before or after it in its paragraph."""
    document = reading.roster.parse.document
    opening = sentences[index]
    dateline = document.lexicon.patterns["dateline"].match(opening.types)
    behind = dateline.end() if dateline else 0
    colon = opening.types.rfind("k", behind, verb)  # "Agency reported on May 6: on May 3, ..."
    before = [a for a in opening.atoms[max(behind, colon) : verb] if a.type == "D"]
    after = [a for a in opening.atoms[verb:] if a.type == "D"]
    if not before and not after and (relative := _relative_day(reading, opening, behind)):
        return relative
    vague = _vague_day(document, opening)
    # The day of a dateline is the report's; it serves where the sentence tells no other, not even a vague one.
    dates = before[:1] or after[:1] or [a for a in opening.atoms[:behind] if a.type == "D" and not vague]
    if not dates:
        for other in (index - 1, index + 1, index + 2):
            if 0 <= other < len(sentences) and _tells_of(document, sentences[other], opening):
                dates = dates or [a for a in sentences[other].atoms if a.type == "D"][:1]
    if not dates:
        return HeldOn(None, "unresolved"), vague
    mention: DateMention = dates[0].value
    return reading.resolve_day(mention), document.text[mention.start : mention.end]


def _vague_day(document: Document, parsed: Parsed) -> str | None:
    """What a sentence says of its day that tells none: "last week"."""
    pattern = document.lexicon.patterns["vague_day_ends"]
    for cue in document.cues("relative_day", parsed.sentence.start, parsed.sentence.end):
        behind = sum(atom.start < cue.end for atom in parsed.atoms)
        if cue.entry.attributes.get("vague") and pattern.match(parsed.types, behind):
            return document.text[cue.start : cue.end]
    return None


def _relative_day(reading: Reading, parsed: Parsed, behind: int) -> tuple[HeldOn, str] | None:
    """The day that "yesterday" or "on Friday" means, counted from the dateline, else from the publication."""
    document = reading.roster.parse.document
    reported_on = reading.published_on
    dateline = next((a for a in parsed.atoms[:behind] if a.type == "D"), None)
    if dateline is not None:
        reported_on = reading.resolve_day(dateline.value).date
    cues = [
        cue
        for cue in document.cues("relative_day", parsed.sentence.start, parsed.sentence.end)
        if not cue.entry.attributes.get("vague")
    ]
    if not cues:
        pattern = document.lexicon.patterns["day_of_month"]
        day = pattern.search(document.folded[parsed.sentence.start : parsed.sentence.end])
        return day and (resolve_day_of_month(int(day["day"]), reported_on), day.group())
    cue = cues[0]
    written = document.text[cue.start : cue.end]
    if reported_on is None:
        return HeldOn(None, "unresolved"), written
    attributes = cue.entry.attributes
    if attributes.get("same"):
        return (reading.encounters[-1].held_on, written) if reading.encounters else None
    date = resolve_relative(attributes.get("days"), attributes.get("weekday"), reported_on)
    return HeldOn(date, "year_from_publication"), written


def _preposed_place(document: Document, atoms: list[Atom], first: int, last: int) -> str | None:
    prepositions = document.lexicon.pack["meetings"]["place_prepositions"]
    for index in range(max(first, 0), min(last, len(atoms) - 1)):
        atom, place = atoms[index], atoms[index + 1]
        follows = atoms[index + 2].type if index + 2 < len(atoms) else ""
        is_preposed = atom.type == "p" and document.folded[atom.start : atom.end] in prepositions
        if is_preposed and place.type == "L" and place.value is not None and follows != "z":
            return str(place.value.value)
    return None


def _place(reading: Reading, parsed: Parsed, verb: int, kind: str) -> str | None:
    document = reading.roster.parse.document
    settled = kind in _SETTLED_KINDS
    if kind != "visit" and parsed.types[verb + 1 : verb + 2] == "L":  # "came to Nanning for talks"
        return str(parsed.atoms[verb + 1].value.value)
    reach = len(parsed.atoms) if settled else verb + _NEAR
    if kind == "talks":
        reach = _topic_start(document, parsed, verb) or len(parsed.atoms)
    place = _preposed_place(document, parsed.atoms, verb, reach)
    if place is None and document.cues("dateline_place", parsed.sentence.start, parsed.sentence.end):
        first = parsed.atoms[0]
        place = (
            first.value.value
            if first.type == "L" and document.lexicon.patterns["dateline"].match(parsed.types)
            else None
        )
    if place is None and kind != "visit":
        place = _preposed_place(document, parsed.atoms, 0, verb)
    if place is None and settled:
        for atom in parsed.atoms[:verb]:
            name = reading.roster.organisation(atom) if atom.type == "O" else None
            if name and reading.roster.side_of(name) == "government":
                return reading.roster.registry.by_name[name].place_text
    return place


def _topic_start(document: Document, parsed: Parsed, verb: int) -> int | None:
    """Index of the preposition that opens the topic behind a verb of meeting."""
    prepositions = document.lexicon.pack["meetings"]["topic_prepositions"]
    for index in range(verb, len(parsed.atoms) - 1):
        atom = parsed.atoms[index]
        if document.folded[atom.start : atom.end] not in prepositions or parsed.types[index + 1] in "DLOPTE":
            continue
        if not document.cues("relative_day", atom.start, parsed.atoms[index + 1].end):  # "on Friday"
            return index
    return None


def _topic(document: Document, parsed: Parsed, verb: int) -> str | None:
    index = _topic_start(document, parsed, verb)
    if index is None:
        return None
    end = next((a.start for a in parsed.atoms[index + 1 :] if a.type in "cse"), parsed.sentence.end)
    return squeeze(document.text[parsed.atoms[index + 1].start : end]) or None


def _opens_another(reading: Reading, parsed: Parsed, held_on: HeldOn, held_on_text: str | None) -> bool:
    """Whether a later sentence reports a further meeting: on another day, or said to be another, with new people."""
    document = reading.roster.parse.document
    last = reading.encounters[-1]
    people = {a.value for a in parsed.atoms if a.type == "P" and a.kind == "full"}
    if not people:
        return False
    if held_on.date and last.held_on.date and (last.held_on.date - held_on.date).days > _LONG_BEFORE:
        return False  # an earlier meeting is told as background
    has_own_date = any(a.type == "D" for a in parsed.atoms)
    if has_own_date and last.held_on_text and held_on_text != last.held_on_text:
        return held_on.date != last.held_on.date or held_on.date is None
    is_another = document.cues("another_meeting", parsed.sentence.start, parsed.sentence.end)
    return bool(is_another) and not people <= set(last.parties) and last.kind in ("talks", "visit")


def find_meetings(reading: Reading) -> None:
    """Open an encounter for each meeting that the body reports; who took part is another recogniser's work."""
    sentences = reading.roster.parse.sentences
    document = reading.roster.parse.document
    for index, parsed in enumerate(sentences):
        opening = _opening_verb(document, parsed)
        if opening is None or _is_ahead(document, parsed) or _is_recalled(document, parsed):
            continue
        verb, kind, rule_id = opening
        if (
            rule_id == "meeting/verb"
            and kind not in _SETTLED_KINDS
            and not document.lexicon.patterns["meets"].search(parsed.types)
        ):
            continue
        held_on, held_on_text = _held_on(reading, sentences, index, verb)
        if reading.encounters and not _opens_another(reading, parsed, held_on, held_on_text):
            last = reading.encounters[-1]
            if last.held_on_text is None and held_on_text is not None and last.kind == kind:
                # The lead was told before it, in a headline that looks like a sentence.
                last.held_on, last.held_on_text = held_on, held_on_text
            continue
        reading.encounters.append(
            Encounter(
                kind,
                index,
                parsed.sentence.start,
                parsed.sentence.end,
                rule_id,
                held_on,
                held_on_text,
                _place(reading, parsed, verb, kind),
                _topic(document, parsed, verb),
            )
        )
    if not reading.encounters:
        _open_by_noun(reading)


def _open_by_noun(reading: Reading) -> None:
    """Open a gathering that is known by its attendance only: "Mayor X attended the symposium"."""
    document = reading.roster.parse.document
    for index, parsed in enumerate(reading.roster.parse.sentences):
        verb = next((i for i, kind in enumerate(parsed.types) if kind in "AR"), None)
        if verb is None or "P" not in parsed.types:
            continue
        if document.cues("no_encounter", 0, parsed.sentence.end):
            return
        nouns = document.cues("meeting_noun", parsed.sentence.start, parsed.sentence.end)
        if not nouns or _is_ahead(document, parsed):
            continue
        kind = nouns[0].entry.attributes["kind"]
        held_on, held_on_text = _held_on(reading, reading.roster.parse.sentences, index, verb)
        reading.encounters.append(
            Encounter(
                kind,
                index,
                parsed.sentence.start,
                parsed.sentence.end,
                "meeting/attendance",
                held_on,
                held_on_text,
                _place(reading, parsed, verb, kind),
                _topic(document, parsed, verb),
            )
        )
        return
