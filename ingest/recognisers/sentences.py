"""Sentences of the body."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.document import Document
from ingest.extraction import Zone

_END = re.compile(r"[.!?。！？…]+[\"'”’)\]]*(?=\s|$|[A-Z“])|[。！？][”’）]*")
_WORD_BEFORE = re.compile(r"([^\W\d_]+|\d)$")
_WORD_AFTER = re.compile(r"\s*[\"'“‘(]*([A-Z][a-z]*(?: [a-z]+)?)")


class Sentence(NamedTuple):
    """A sentence `text[start:end]`, its full stop included, in the numbered paragraph."""

    start: int
    end: int
    paragraph: int


def _ends(document: Document, match: re.Match[str], limit: int) -> bool:
    """Whether the full stop ends a sentence, or belongs to an abbreviation or a name."""
    if match.group()[0] != ".":
        return True
    layout = document.lexicon.pack["layout"]
    before = _WORD_BEFORE.search(document.folded, max(0, match.start() - 24), match.start())
    word = before.group() if before else ""
    is_joined = match.end() < limit and not document.text[match.end()].isspace()
    if is_joined and (len(word) < 2 or not document.text[match.start() - 1].islower()):
        return document.text[match.start() - 1] in '”’")' or document.text[match.start() - 1].isdigit()
    if len(word) == 1 and word.isalpha():
        return False
    if word not in layout["abbreviations"]:
        return True
    if word in layout["abbreviations_before_names"]:
        return False
    after = _WORD_AFTER.match(document.text, match.end(), limit)
    opener = after.group(1).lower() if after else ""
    return (
        match.end() >= limit
        or opener in layout["sentence_openers"]
        or (opener.split(" ")[0] in layout["sentence_openers"])
    )


def find_sentences(document: Document, zones: list[Zone]) -> list[Sentence]:
    """The sentences of each body zone; a zone is a paragraph."""
    text = document.text
    sentences: list[Sentence] = []
    for paragraph, zone in enumerate(z for z in zones if z.zone_kind == "body"):
        start = zone.start_char
        for match in _END.finditer(text, zone.start_char, zone.end_char):
            if match.end() <= start or not _ends(document, match, zone.end_char):
                continue
            sentences.append(Sentence(start, match.end(), paragraph))
            start = match.end()
            while start < zone.end_char and text[start].isspace():
                start += 1
        if start < zone.end_char:
            sentences.append(Sentence(start, zone.end_char, paragraph))
    return sentences
