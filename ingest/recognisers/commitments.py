"""Commitments: what a party says that it will itself do."""

from __future__ import annotations

from typing import NamedTuple

from ingest.document import Document
from ingest.reading import Encounter, Party, Reading, Utterance
from ingest.recognisers.categories import find_categories
from ingest.recognisers.demands import Ask, find_other_side
from ingest.recognisers.promises import find_promise

_OPENER = 20  # characters that such an opening takes at most


class Promise(NamedTuple):
    """The clause `text[start:end]` of an utterance that promises."""

    start: int
    end: int


def find_pledge(reading: Reading, utterance: Utterance, ask: Ask | None) -> Promise | None:
    """The promising clause: from the first promise of the speakers' side to what is asked, or the sentence's end."""
    start = find_promise(reading, utterance.sentence, utterance.start, utterance.end, utterance.speakers)
    if start is None:
        if utterance.act != "commit" or utterance.is_continuation:
            return None
        start = utterance.start  # the verb promises, whoever is the subject behind it
    end = ask.cue.start if ask and ask.cue.start > start else utterance.end
    return Promise(start, end)


def find_promised(document: Document, utterance: Utterance, promise: Promise, party: Party) -> list[str]:
    """The categories that a clause promises, or, where it names none, those of a phrase that opens the sentence."""
    categories = find_categories(document, promise.start, promise.end, party.side)
    opener = document.cues("topic_opener", utterance.start, utterance.start + _OPENER)
    if not categories and opener and opener[0].start == utterance.start:  # "On the approval, the bureau will"
        categories = find_categories(document, utterance.start, promise.start, party.side)
    return categories


def find_beneficiary(
    reading: Reading, encounter: Encounter, utterance: Utterance, promise: Promise
) -> Party | None:
    """To whom: an organisation of the other side that the clause names, else that side's only principal."""
    parsed = reading.roster.parse.sentences[utterance.sentence]
    own_sides = {s.side for s in utterance.speakers}
    for atom in parsed.atoms:
        if atom.type == "O" and promise.start <= atom.start and atom.end <= promise.end:
            name = reading.roster.organisation(atom)
            if name and reading.roster.side_of(name) not in own_sides:
                return reading.organisation_party(name, atom.start, atom.end)
    return find_other_side(reading, encounter, own_sides.pop() if len(own_sides) == 1 else None)
