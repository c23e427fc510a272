"""Demands: who asks whom for what."""

from __future__ import annotations

from typing import NamedTuple

from ingest.document import Document
from ingest.lexicon import Cue, Entry
from ingest.reading import Encounter, Party, Reading, Utterance
from ingest.recognisers.categories import find_categories

_PASSIVE = 8  # characters behind "must" within which "be" or "not be" begins
_STRONG_ACTS = ("hope", "request", "require")


class Ask(NamedTuple):
    """The clause `text[start:end]` of an utterance that asks, and the cue that opens it."""

    cue: Cue
    start: int
    end: int


def _is_self_addressed(document: Document, cue: Cue, start: int, utterance: Utterance) -> bool:
    """Whether a cue asks nobody: a firm's "we should" is a plan, and an official who "needs" tells what is so."""
    speaks_for_firm = all(s.side == "firm" for s in utterance.speakers)
    if cue.entry.attributes.get("noun") and utterance.act not in ("suggest", "request", "require"):
        return True  # "thanked him for his suggestions"
    if cue.entry.attributes.get("need"):
        return not speaks_for_firm
    if not cue.entry.attributes.get("modal"):
        return False
    window = max(start, cue.start - 24)
    return speaks_for_firm and bool(document.cues("own_side", window, cue.start))


def _find_end(document: Document, start: int, end: int) -> int:
    """Where what is asked ends: at a verb of saying that opens another matter (", and said that")."""
    marks: list[str] = document.lexicon.pack["asks"]["clause_end"]
    return min((at for mark in marks if (at := document.folded.find(mark, start, end)) >= 0), default=end)


def find_ask(reading: Reading, utterance: Utterance) -> Ask | None:
    """The asking clause of an utterance: from the first cue that asks to the end of the sentence."""
    document = reading.roster.parse.document
    own_wish = document.lexicon.patterns["own_wish"]
    asks = document.cues("ask", utterance.start, utterance.end)
    stops = document.cues("ask_stop", utterance.start, utterance.end) if asks else []
    for cue in asks:
        if any(stop.start <= cue.start and cue.end <= stop.end for stop in stops):
            continue
        if own_wish.match(document.folded, cue.start):
            continue
        if _is_self_addressed(document, cue, utterance.start, utterance):
            continue
        # The subject of "should" belongs to what is asked; the cue of "hopes" does not.
        return Ask(cue, cue.end, _find_end(document, cue.end, utterance.end))
    parsed = reading.roster.parse.sentences[utterance.sentence]
    welcome = document.lexicon.patterns["welcome_to"].search(parsed.types)
    if welcome and parsed.atoms[welcome.start()].value.attributes.get(
        "hosts"
    ):  # "welcomed the company to invest"
        verb, behind = parsed.atoms[welcome.start()], parsed.atoms[welcome.start("ask")]
        invitation = Cue(verb.start, verb.end, Entry("ask", "", {"act": "request"}))
        return Ask(invitation, behind.end, utterance.end)
    return None


def _counterparts(encounter: Encounter, side: str | None) -> list[Party]:
    """The principals of the other side of a meeting: a firm's other side is the government, else an association."""
    opposite = {
        "government": ("firm", "other"),
        "firm": ("government", "other"),
        "other": ("government", "firm"),
    }
    principals = [p for p, role, _ in encounter.parties.values() if role != "attending"]
    for other in opposite.get(side or "", ()):
        if found := [p for p in principals if p.side == other]:
            return found
    return []


def find_other_side(reading: Reading, encounter: Encounter, side: str | None) -> Party | None:
    """The organisation that the principals of the other side stand for; to be asked when all are admitted.

    Args:
        reading: the article as read so far.
        encounter: the meeting.
        side: the side whose other one is sought; None where it is not known, and then there is none.
    """
    if side not in encounter.other_sides:
        encounter.other_sides[side] = _find_one_side(reading, _counterparts(encounter, side))
    return encounter.other_sides[side]


def _list_bodies(reading: Reading, encounter: Encounter, place: str) -> list[str]:
    """The organisations of a place that take part, each once; to be asked when all are admitted."""
    if encounter.bodies is None:
        found: dict[str, dict[str, None]] = {}
        for party, _, _ in encounter.parties.values():
            body = reading.roster.registry.by_name.get(party.organisation or "")
            if body and body.place_text:
                found.setdefault(body.place_text, {})[body.organisation_name] = None
        encounter.bodies = {place: list(names) for place, names in found.items()}
    return encounter.bodies.get(place, [])


def _find_one_side(reading: Reading, others: list[Party]) -> Party | None:
    """The organisation that a side's principals stand for: their only one, or the first of one place's bodies."""
    named = [p for p in others if p.organisation]
    organisations = {p.organisation for p in named}
    known = reading.roster.registry.by_name
    places = {known[name].place_text for name in organisations if name in known}
    if len(organisations) == 1 or (organisations and len(places) == 1 and None not in places):
        return reading.organisation_party(str(named[0].organisation), named[0].start, named[0].end)
    return None


def find_addressee(reading: Reading, encounter: Encounter, utterance: Utterance, ask: Ask) -> Party | None:
    """Who is asked: the subject of the clause, else the other side's principal where both sides are meant."""
    document = reading.roster.parse.document
    parsed = reading.roster.parse.sentences[utterance.sentence]
    own = {s.organisation for s in utterance.speakers}
    is_modal = bool(ask.cue.entry.attributes.get("modal"))
    low, high = (utterance.start, ask.cue.start) if is_modal else (ask.cue.end, ask.end)
    parts = [a for a in parsed.atoms if low <= a.start and a.end <= high]
    types = "".join(a.type for a in parts)
    head = document.lexicon.patterns["asked"].match(types) if not is_modal else None
    candidates = parts[head.end() : head.end() + 1] if head else [a for a in parts if a.type in "OLx"][-1:]
    for atom in candidates:
        if atom.type in "Oo":
            name = reading.roster.organisation(atom)
            if name and name not in own:
                return reading.organisation_party(name, atom.start, atom.end)
        elif atom.type == "L" and atom.value is not None:
            for name in _list_bodies(reading, encounter, atom.value.value):
                if name not in own:
                    return reading.organisation_party(name, atom.start, atom.end)
        elif atom.type == "x":
            return Party(document.text[atom.start : atom.end], "group", None, None, atom.start, atom.end)
    if document.cues("both_sides", utterance.start, ask.end) or not candidates:
        sides = {s.side for s in utterance.speakers}
        return find_other_side(reading, encounter, sides.pop() if len(sides) == 1 else None)
    return None


def _tells_troubles(document: Document, utterance: Utterance, ask: Ask) -> bool:
    """Whether a firm's people name a trouble before they ask."""
    speaks_for_firm = all(s.side == "firm" for s in utterance.speakers)
    return speaks_for_firm and bool(document.cues("trouble", utterance.start, ask.cue.start))


def find_demanded(document: Document, utterance: Utterance, ask: Ask, addressee: Party | None) -> list[str]:
    """The categories that a clause asks for; `other` where it plainly asks for something of a general kind."""
    giver = addressee.side if addressee else None
    start = utterance.start if document.cues("problem_anaphor", ask.start, ask.end) else ask.start
    if ask.cue.entry.attributes.get("modal") and document.cues(
        "passive_ask", ask.start, ask.start + _PASSIVE
    ):
        start = utterance.start  # "the filters must not be stopped": the subject is what it is about
    categories = find_categories(document, start, ask.end, giver)
    if start < ask.start and len(categories) > 1:  # the problems are asked for, and not that they be solved
        categories = [category for category in categories if category != "policy_support"]
    is_subject = addressee is not None and utterance.start <= addressee.start < ask.start
    if (
        not categories and addressee and is_subject and ask.cue.entry.attributes.get("modal")
    ):  # "the power supply company should complete the line": its name says for what
        categories = find_categories(document, addressee.start, ask.end, giver, in_names=True)
    if (
        not categories
        and not ask.cue.entry.attributes.get("modal")
        and _tells_troubles(document, utterance, ask)
    ):
        # "said that the road is narrow, and hoped that the county would help": the trouble is what is asked about
        categories = find_categories(document, utterance.start, ask.cue.start, giver)
    is_plain = utterance.act in _STRONG_ACTS and not ask.cue.entry.attributes.get("modal")
    if not categories and is_plain and document.cues("general_ask", ask.start, ask.end):
        return ["other"]
    return categories
