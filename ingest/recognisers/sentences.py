"""Sentences of the body."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from ingest.document import Document
from ingest.extraction import Zone

# A run of marks is taken whole or not at all: trying each part of it would cost the square of its length.
_END = re.compile(r"(?<![.!?。！？…])[.!?。！？…]++[\"'”’)\]]*+(?=\s|$|[A-Z“])|[。！？][”’）]*+")
_LONGEST_WORD = 24  # letters
_WORD_AFTER = re.compile(r"\s*[\"'“‘(]*([A-Z][a-z]*(?: [a-z]+)?)")
_NAME_NEXT = re.compile(r"\s{1,2}([A-Z])")
_POST_BEHIND = re.compile(r",[^,;]{1,120}(?:, ?\w{2,4})?\.")  # ", chairman of X Co., Ltd."
_CAPITAL_NEXT = re.compile(r" {1,2}[A-Z][a-z]")
_ENUMERATOR = re.compile(r"[(（]?\d{1,2}[.)）]+")
_BETWEEN = re.compile(r"(?:\s|&#?\w{2,6};|<[^<>]{1,80}>)*")


class Sentence(NamedTuple):
    """A sentence `text[start:end]`, its full stop included, in the numbered paragraph."""

    start: int
    end: int
    paragraph: int


class Named(NamedTuple):
    """Where names of people end, in order, and where those begin that the text has named before."""

    ends: list[int]
    again: frozenset[int]


def _note_people(people: list[tuple[int, int, str]]) -> Named:
    seen: set[str] = set()
    again = set()
    for start, _, name in people:
        if name in seen:
            again.add(start)
        seen.add(name)
    return Named([end for _, end, _ in people], frozenset(again))


def _is_named_again(document: Document, named: Named, start: int, stop: int) -> bool:
    """Whether a name behind a legal form's point is one known by then, and the form closes the post of another.

    "A met B, chairman of X Corp. A promised": nobody is introduced twice, so that the post is not A's.
    """
    again = _NAME_NEXT.match(document.text, stop)
    if again is None or again.start(1) not in named.again:
        return False
    index = bisect_left(named.ends, stop) - 1
    if index < 0 or named.ends[index] <= start:
        return False
    return _POST_BEHIND.fullmatch(document.text, named.ends[index], stop) is not None


def _find_word_before(folded: str, end: int) -> str:
    """The letters, or the one figure, directly before a full stop; no abbreviation is longer than what is looked at."""
    if folded[end - 1 : end] == "\n":
        end -= 1
    start = end
    lowest = max(0, end - _LONGEST_WORD)
    while start > lowest and (
        (before := folded[start - 1]).isalpha() or (before.isalnum() and not before.isdecimal())
    ):
        start -= 1
    if start == end and folded[start - 1 : start].isdecimal():
        start -= 1
    return folded[start:end]


def _ends(document: Document, match: re.Match[str], limit: int, start: int, named: Named) -> bool:
    """Whether the full stop ends a sentence, or belongs to an abbreviation or a name."""
    if match.group()[0] != ".":
        return True
    layout = document.lexicon.pack["layout"]
    word = _find_word_before(document.folded, match.start())
    is_joined = match.end() < limit and not document.text[match.end()].isspace()
    if is_joined and (len(word) < 2 or not document.text[match.start() - 1].islower()):
        return document.text[match.start() - 1] in '”’")' or document.text[match.start() - 1].isdigit()
    if len(word) == 1 and word.isalpha():
        return False
    if word not in layout["abbreviations"]:
        return True
    if word in layout["abbreviations_before_names"]:
        return False
    if _is_named_again(document, named, start, match.end()):
        return True
    after = _WORD_AFTER.match(document.text, match.end(), limit)
    opener = after.group(1).lower() if after else ""
    is_surname = opener in document.lexicon.pack["names"]["surname_words"]
    if after and is_surname and _CAPITAL_NEXT.match(document.text, after.end(), limit):
        return False  # "Ltd. He Wei" goes on, "Ltd. He said" does not
    return (
        match.end() >= limit
        or opener in layout["sentence_openers"]
        or (opener.split(" ")[0] in layout["sentence_openers"])
    )


def _skip(text: str, start: int, end: int) -> int:
    """The first character from a place on that is no blank and no left-over of HTML."""
    match = _BETWEEN.match(text, start, end)
    return match.end() if match else start


def find_sentences(
    document: Document, zones: list[Zone], people: list[tuple[int, int, str]] | None = None
) -> list[Sentence]:
    """The sentences of each body zone; a zone is a paragraph.

    Args:
        document: the prepared text.
        zones: what each line is for.
        people: start, end and name of the people named in the body, in order, where they are known.
    """
    text = document.text
    named = _note_people(people or [])
    sentences: list[Sentence] = []
    for paragraph, zone in enumerate(z for z in zones if z.zone_kind == "body"):
        start = _skip(text, zone.start_char, zone.end_char)
        for match in _END.finditer(text, zone.start_char, zone.end_char):
            if match.end() <= start or not _ends(document, match, zone.end_char, start, named):
                continue
            if _ENUMERATOR.fullmatch(text, start, match.end()):
                continue  # "1." opens its sentence
            sentences.append(Sentence(start, match.end(), paragraph))
            start = _skip(text, match.end(), zone.end_char)
        if start < zone.end_char:
            sentences.append(Sentence(start, zone.end_char, paragraph))
    return sentences
