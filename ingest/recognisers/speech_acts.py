"""Speech acts: what a statement does, from its verb and its content."""

from __future__ import annotations

from ingest.atoms import Atom
from ingest.reading import Party, Reading
from ingest.recognisers.promises import find_promise

_GENERAL = ("inform",)


def _is_tag(reading: Reading, index: int, verb: Atom) -> bool:
    """Whether what was said stands before the verb: "...," he said."""
    parsed = reading.roster.parse.sentences[index]
    position = parsed.atoms.index(verb)
    patterns = reading.roster.parse.document.lexicon.patterns
    if parsed.types[position - 1 : position] in ("q", "c") and position:
        return True  # "...," said Wang
    if patterns["tag_quoted"].search(parsed.types[:position]):
        return True  # "...," Wang told the guests
    ends = patterns["tag_end"].match(parsed.types, position + 1)
    return bool(ends and patterns["tag"].search(parsed.types[:position]))


def _is_invitation(reading: Reading, index: int, verb: Atom) -> bool:
    """Whether a welcome asks for something: "welcomed the company to invest"."""
    parsed = reading.roster.parse.sentences[index]
    match = reading.roster.parse.document.lexicon.patterns["welcome_to"].search(parsed.types)
    return match is not None and parsed.atoms[match.start()] is verb


def classify_act(
    reading: Reading, index: int, verb: Atom | None, start: int, end: int, speakers: list[Party]
) -> str:
    """The speech act of `text[start:end]`, in the sentence of an index.

    A verb that tells an act decides; after a general verb ("said") or none, the content does: what is asked before
    what is promised before what is praised.
    """
    if verb is not None:
        act: str = verb.value.attributes["act"]
        if verb.value.attributes.get("hosts") and _is_invitation(reading, index, verb):
            return "hope"
        if act not in _GENERAL:
            return act
        if verb.value.attributes.get("content") == "description":
            return act
    document = reading.roster.parse.document
    after = verb.end if verb is not None and not _is_tag(reading, index, verb) else start
    found = {cue.entry.attributes["act"]: cue.start for cue in reversed(document.cues("act_cue", after, end))}
    promise = find_promise(reading, index, after, end, speakers)
    asks = [(found[act], act) for act in ("hope", "request", "require", "suggest") if act in found]
    if promise is not None and (not asks or promise < min(asks)[0]):
        return "commit"
    if asks:
        return min(asks)[1]
    if "thank" in found:
        return "thank"
    return "praise" if "praise" in found else "inform"
