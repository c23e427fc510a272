"""Promises: where in a sentence the speaker's own side says what it will do."""

from __future__ import annotations

from ingest.document import Document
from ingest.reading import Party, Reading


def _is_own_side(
    reading: Reading, document: Document, start: int, end: int, speakers: list[Party]
) -> bool | None:
    """Whether `text[start:end]`, what stands before "will", names the speaker's side; None where it names nobody."""
    registry = reading.roster.registry
    names = {p.organisation for p in speakers if p.organisation}
    places = {registry.by_name[n].place_text for n in names if n in registry.by_name}
    if document.cues("own_side", start, end) or document.cues("pronoun", start, end):
        return True
    if document.cues("both_sides", start, end):
        return True
    sides = {p.side for p in speakers}
    if document.cues("firm_anaphor", start, end):
        return "government" not in sides
    named: list[tuple[int, bool]] = []
    for firm in document.cues("firm", start, end):
        named.append(
            (firm.start, "firm" in sides and _is_firm_of(reading, firm.entry.attributes["firm"], names))
        )
    for place in document.cues("place", start, end):
        named.append((place.start, "government" in sides and place.entry.value in places))
    for body in document.cues("body_noun", start, end):
        named.append((body.start, "government" in sides))
    return named[-1][1] if named else None


def _is_left_out(words: str) -> bool:
    """Whether the words before a cue are too few for a subject: the verb before it has it."""
    return len(words.split()) <= 1


def _is_firm_of(reading: Reading, firm_key: str, names: set[str]) -> bool:
    """Whether a firm is one of the named organisations, or of the same group."""
    registry = reading.roster.registry
    firms = registry.document.lexicon.firms
    own = {key[1] for key, name in registry.keys.items() if name in names and key[0] == "firm-key"}
    groups = {firms[key].group for key in own if firms[key].group}
    written = " ".join(names).lower()
    firm = firms[firm_key]
    return firm_key in own or (bool(firm.group) and (firm.group in groups or firm.group.lower() in written))


def find_promise(
    document: Document, start: int, end: int, speakers: list[Party], reading: Reading
) -> int | None:
    """Where the first promise of the speakers' own side begins in `text[start:end]`; None where there is none.

    The subject stands before the cue, behind the last mark or "that". A cue without a subject of its own continues
    the one before it.
    """
    marks: list[str] = document.lexicon.pack["promises"]["clause_marks"]
    stops = document.cues("promise_stop", start, end)
    asks = document.cues("ask", start, end)
    for cue in document.cues("promise", start, end):
        if any(stop.start < cue.end and cue.start < stop.end for stop in stops):
            continue
        if any(ask.start < cue.start for ask in asks):
            continue
        # The subject stands in the clause of the cue or, left out there, in one before it.
        limit = cue.start
        while True:
            clause = max(start, *(document.folded.rfind(mark, start, limit) + 1 for mark in marks))
            is_own = _is_own_side(reading, document, clause, limit, speakers)
            if is_own:
                return cue.start
            if is_own is False or clause == start:
                if is_own is None and _is_left_out(document.folded[clause : cue.start]):
                    return cue.start
                break
            limit = clause - 1
    return None
