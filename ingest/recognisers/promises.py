"""Promises: where in a sentence the speaker's own side says what it will do."""

from __future__ import annotations

from ingest.atoms import Atom
from ingest.document import Document
from ingest.folding import space_out
from ingest.lexicon import Cue
from ingest.parse import Parsed
from ingest.reading import Party, Reading

_SHORTEST_NAME = 4  # letters of a word that is an organisation's own
_SHORTEST_SUBJECT = 2  # words: an article and a noun
_PASSIVE = 8  # characters behind "will" within which "be" or "not be" begins
_NAMING = "OLFolEgP"  # atoms that may be the subject of a promise
_BOUND = "ipfz"  # atoms behind which a name is no subject: "in Guangxi", "of Guangxi"


def _own_places(reading: Reading, speakers: list[Party]) -> set[str]:
    """Every place that the speakers' posts name, or their organisations stand for."""
    places: set[str] = set()
    for speaker in speakers:
        person = reading.roster.people.get(speaker.name)
        places |= person.places if person else set()
        organisation = reading.roster.registry.by_name.get(speaker.organisation or "")
        if organisation and organisation.place_text:
            places.add(organisation.place_text)
    return places


def _is_own(reading: Reading, atom: Atom, speakers: list[Party]) -> bool:
    """Whether a naming atom stands for the speakers' side."""
    sides = {speaker.side for speaker in speakers}
    if atom.type == "E":
        return True
    if atom.type == "P":
        return any(speaker.start == atom.start for speaker in speakers) or atom.value in {
            s.name for s in speakers
        }
    if atom.type == "g":
        return bool(atom.value.attributes.get("joint"))
    if atom.type == "L":
        return (
            "government" in sides
            and atom.value is not None
            and atom.value.value in _own_places(reading, speakers)
        )
    if atom.type == "l":  # "the city will"; but what the state will do no province promises
        known = reading.roster.registry.by_name
        levels = {known[s.organisation].level for s in speakers if s.organisation in known}
        is_state = atom.value.attributes["level"] == "national" and "national" not in levels
        return "government" in sides and not is_state
    if atom.type == "o":
        return "government" not in sides
    written = reading.roster.parse.document.folded[atom.start : atom.end]
    if any(written in (speaker.organisation or "").lower() for speaker in speakers):
        return True  # "the bureau", "Chinalco" for the group of that name
    name = reading.roster.organisation(atom)
    if name is None:  # "the government", "the party committee"
        return "government" in sides
    own = {speaker.organisation for speaker in speakers if speaker.organisation}
    if name in own:
        return True
    if reading.roster.side_of(name) == "government":
        body = reading.roster.registry.by_name[name]
        is_unnamed = (
            body.place_text is None or len(list(atom.leaves())) == 1
        )  # "the Department", "the bureau"
        return "government" in sides and (is_unnamed or body.place_text in _own_places(reading, speakers))
    if not own and sides == {"firm"}:  # a firm's man of no known firm: the article's only one
        return len(reading.roster.registry.in_order.get("firm", [])) == 1
    return any(reading.roster.are_of_one_house(name, other) for other in own)


def _names_own_house(reading: Reading, words: str, speakers: list[Party]) -> bool:
    """Whether the words hold what is a speaker's organisation's own name: "Luhai will" for Luhai Pioneering Group."""
    common = reading.roster.parse.document.lexicon.common_words
    own = {word for s in speakers for word in space_out((s.organisation or "").lower()).split()} - common
    return any(len(word) >= _SHORTEST_NAME for word in own & set(space_out(words).split()))


def _find_owner(reading: Reading, parsed: Parsed, start: int, end: int, speakers: list[Party]) -> bool | None:
    """Whether the subject in `text[start:end]` is the speakers' side; None where nobody is named."""
    document = reading.roster.parse.document
    if document.cues("own_side", start, end) or document.cues("both_sides", start, end):
        return True
    if _names_own_house(reading, document.folded[start:end], speakers):
        return True
    named = [
        (index, atom)
        for index, atom in enumerate(parsed.atoms)
        if atom.type in _NAMING
        and start <= atom.start
        and atom.end <= end
        and (atom.type != "P" or "," not in document.text[atom.end : end])  # "According to X, the mine will"
    ]
    if not named:
        return None
    free = [atom for index, atom in named if not (index and parsed.types[index - 1] in _BOUND)]
    free = [a for a in free if a.type != "l" or len(named) == 1] or free
    return _is_own(reading, (free or [named[0][1]])[0], speakers)


def _begins_anew(reading: Reading, parsed: Parsed, asks: list[Cue], cue: Cue, speakers: list[Party]) -> bool:
    """Whether a clause behind what is asked names the speakers' side as its subject: "..., and the city will ..."."""
    document = reading.roster.parse.document
    if cue.entry.attributes.get("verb"):
        joined = document.lexicon.pack["promises"]["joined"]
        return document.folded.endswith(tuple(joined), 0, cue.start)
    asked = max(ask.end for ask in asks if ask.start < cue.start)
    marks: list[str] = document.lexicon.pack["promises"]["new_clause_marks"]
    clause = max(
        (at + len(mark) for mark in marks if (at := document.folded.rfind(mark, asked, cue.start)) >= 0),
        default=None,
    )
    if clause is None or document.cues("both_sides", clause, cue.start):
        return False
    return bool(_find_owner(reading, parsed, clause, cue.start, speakers))


def _is_forecast_of(document: Document, clause: int, limit: int, end: int) -> bool:
    """Whether a clause has a subject that is nobody's: "that the project will create jobs"; the passive may promise."""
    words = document.folded[clause:limit].split()
    is_passive = bool(document.cues("passive_ask", end, end + _PASSIVE))
    return (
        len(words) >= _SHORTEST_SUBJECT
        and words[0] in document.lexicon.pack["promises"]["articles"]
        and not is_passive
    )


def _is_left_out(words: str) -> bool:
    """Whether the words before a cue are too few for a subject: the verb before it has it."""
    return len(words.split()) <= 1


def find_promise(reading: Reading, index: int, start: int, end: int, speakers: list[Party]) -> int | None:
    """Where the first promise of the speakers' own side begins in `text[start:end]`; None where there is none.

    The subject stands in the clause of the cue or, left out there, in one before it. What follows a cue that asks is
    asked of others.

    Args:
        reading: the article as read so far.
        index: the sentence.
        start: first character of the words that were said.
        end: one past the last.
        speakers: who says it.
    """
    document = reading.roster.parse.document
    promises = document.cues("promise", start, end)
    if not promises:
        return None
    parsed = reading.roster.parse.sentences[index]
    marks: list[str] = document.lexicon.pack["promises"]["clause_marks"]
    stops = document.cues("promise_stop", start, end)
    forecasts = document.cues("own_promise_stop", start, end)
    own_wish = document.lexicon.patterns["own_wish"]
    asks = [ask for ask in document.cues("ask", start, end) if not own_wish.match(document.folded, ask.start)]
    for cue in promises:
        if any(stop.start < cue.end and cue.start < stop.end for stop in stops):
            continue
        if any(ask.start < cue.start for ask in asks):
            if _begins_anew(reading, parsed, asks, cue, speakers):
                return cue.start
            continue
        limit = cue.start
        is_forecast = any(stop.start < cue.end and cue.start < stop.end for stop in forecasts)
        while True:
            clause = max(start, *(document.folded.rfind(mark, start, limit) + 1 for mark in marks))
            is_own = _find_owner(reading, parsed, clause, limit, speakers)
            if is_own:
                return cue.start
            if is_own is False or is_forecast:
                break
            if _is_forecast_of(document, clause, limit, cue.end):
                break
            if clause == start:
                if _is_left_out(document.folded[clause : cue.start]):
                    return cue.start
                break
            limit = clause - 1
    return None
