"""Categories: what a demand or a commitment is about."""

from __future__ import annotations

import re

from ingest.document import Document
from ingest.lexicon import Cue

_ASIDE = 32  # characters before a word in which the preposition that sets it aside stands


def _is_stopped(cue: Cue, stops: list[tuple[int, int]]) -> bool:
    return any(start <= cue.start and cue.end <= end for start, end in stops)


def find_categories(
    document: Document, start: int, end: int, giver_side: str | None, in_names: bool = False
) -> list[str]:
    """The categories named in `text[start:end]`, in the order of their first words.

    A weak word ("cooperation", "support") counts only where nothing more special is named; what only a government
    can give is not counted where a firm would give it.

    Args:
        document: the prepared text.
        start: first character of the clause.
        end: one past its last character.
        in_names: count what organisations' names say, too.
        giver_side: side of the party that would give what is asked or promised; None where unknown.
    """
    scopes = document.cues("scope", start, end)
    if scopes:
        named = find_categories(document, scopes[0].end, end, giver_side)
        if named:
            return named
    stops = [(stop.start, stop.end) for stop in document.cues("category_stop", start, end)]
    if not in_names:
        stops += [(name.start, name.end) for name in document.names.touching(start, end)]
    asides: re.Pattern[str] = document.lexicon.patterns["aside"]
    strong: list[str] = []
    weak: list[str] = []
    for cue in document.cues("category", start, end):
        if _is_stopped(cue, stops):
            continue
        if strong and asides.search(document.folded, max(start, cue.start - _ASIDE), cue.start):
            continue  # "land for the refinery": what the thing is for is not asked
        attributes = cue.entry.attributes
        category = attributes["category"]
        if attributes.get("only") == "firm" and giver_side == "government":
            continue
        if attributes.get("only") == "government" and giver_side == "firm":
            category = "cooperation"
            chosen = weak
        else:
            chosen = weak if attributes.get("weak") else strong
        if category not in chosen:
            chosen.append(category)
    if strong and document.cues("both_sides", start, end):
        # What is asked of both sides is to work together, whatever they work on.
        return strong + [
            category for category in weak if category not in strong and category != "policy_support"
        ]
    return strong or weak
