"""Personal names in pinyin: a known surname followed by syllables.

Names of other kinds are known by the post beside them and come out of the grammar (`person/...` rules).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ingest.atoms import Atom
from ingest.document import Document
from ingest.lexicon import Cue

_GIVEN = re.compile(r"[ \u00a0]+([A-Za-zü]+(?:[-'’][A-Za-zü]+)?)")
_NEXT = re.compile(r"[ \u00a0]+([A-Z][a-zü]+)(?![A-Za-zü'’-])")
_JOINTS = re.compile(r"[-'’]")
_REMEMBERED = 4_096  # words: those behind what may be a surname are ever the same
_RULE = "person/pinyin"
_FAR_PLACES = ("country", "province")  # a county may be named like a person, these are not
_LONGEST_NAME = 80  # characters of a firm's name before or behind a person's


@lru_cache(maxsize=8)
def _syllables(pattern: str, most: int) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern}){{1,{most}}}")


@lru_cache(maxsize=_REMEMBERED)
def _is_made_of_syllables(word: str, pattern: str, most: int) -> bool:
    return _syllables(pattern, most).fullmatch(word) is not None


def _is_given_name(word: str, names: Any) -> bool:
    parts = _JOINTS.split(word.lower())
    most = 1 if len(parts) > 1 else 2
    return all(_is_made_of_syllables(part, names["given_name"], most) for part in parts)


def _is_one_syllable(word: str, names: Any) -> bool:
    return _is_made_of_syllables(word.lower(), names["given_name"], 1)


def _is_part_of_longer_name(document: Document, start: int, end: int) -> bool:
    """Whether the words belong to a firm's or a place's name, or go on into one ("Jin Shan Mine")."""
    for kind in ("firm", "place"):
        for cue in document.cues(
            kind, max(0, start - _LONGEST_NAME), min(len(document.text), end + _LONGEST_NAME)
        ):
            if cue.start <= start and cue.end >= end:
                return True
    for kind in ("firm_noun", "firm_topic", "level_word"):
        within = document.cues(kind, start, end)
        if within and within[-1].end == end:
            return True
        if not document.text[end + 1 : end + 2].isupper():
            continue
        after = document.cues(kind, end + 1, min(len(document.text), end + 40))
        if after and after[0].start == end + 1:
            return True
    return False


def _ends_longer_name(document: Document, surname: Cue) -> bool:
    """Whether what reads like a surname ends a place's or a firm's name: Kong in "Chalco Hong Kong Wang Li"."""
    first = max(0, surname.start - _LONGEST_NAME)
    named = [cue for kind in ("firm", "place") for cue in document.cues(kind, first, surname.end)]
    return any(cue.start < surname.start and cue.end == surname.end for cue in named)


def _is_place_before_name(document: Document, surname: Cue, given: re.Match[str], names: Any) -> bool:
    """Whether a surname of two syllables is a place and a name of its own stands behind: "of Nangong Deng Wen"."""
    family = document.text[surname.start : surname.end]
    if _is_one_syllable(family, names) or not document.cues("place", surname.start, surname.end):
        return False
    third = _NEXT.match(document.text, given.end())
    is_surname = bool(document.cues("surname", given.start(1), given.end(1)))
    return third is not None and is_surname and _is_given_name(third[1], names)


def _end_of_name(document: Document, surname: Cue, names: Any) -> int | None:
    """Where the name ends that begins with this surname; None where it is no name."""
    text = document.text
    given = _GIVEN.match(text, surname.end)
    if given is None or not _is_given_name(given[1], names):
        return None
    if _ends_longer_name(document, surname) or _is_place_before_name(document, surname, given, names):
        return None
    family, word = text[surname.start : surname.end], given[1]
    is_family_cased, is_given_cased = family[0].isupper(), word[0].isupper()
    is_word = family.lower() in names["surname_words"]
    folded_given = word.lower()
    if f"{family} {word}".lower() in names["name_stop"]:
        return None
    if is_word and not (is_family_cased and is_given_cased):
        return None
    places = document.cues("place", given.start(1), given.end(1)) if is_word else []
    if any(document.lexicon.place_levels[p.entry.value] in _FAR_PLACES for p in places):
        return None  # "He China" is no name
    if not is_family_cased and not is_given_cased:
        is_long = not _is_one_syllable(word, names) and folded_given not in names["given_name_stop"]
        is_name = is_long and not is_word and _is_beside_post(document, surname.start, given.end())
        return given.end() if is_name else None
    if not (is_family_cased and is_given_cased):
        # One part lower-cased, as careless sites do: only a name that is no word and has two syllables to it.
        is_short = _is_one_syllable(word, names) and _is_one_syllable(family, names)
        if folded_given in names["given_name_stop"] or (is_short and not is_given_cased):
            return None
        if is_short and not _is_followed_by_verb_or_title(document, given.end()):
            return None
        if not is_given_cased and not _is_followed_by_verb_or_title(document, given.end()):
            return None
    end = given.end()
    if is_given_cased and _is_one_syllable(word, names):
        third = _NEXT.match(text, end)
        if (
            third
            and _is_one_syllable(third[1], names)
            and third[1].lower() not in names["given_name_stop"]
            and not _NEXT.match(text, third.end())
        ):
            end = third.end()
    return None if _is_part_of_longer_name(document, surname.start, end) else end


def _is_followed_by_verb_or_title(document: Document, end: int) -> bool:
    """Whether what follows takes a name for its subject: then the word before it is no verb itself."""
    if document.text[end : end + 1] == ",":
        return True
    kinds = (
        "reporting_verb",
        "attending_verb",
        "meeting_verb",
        "accompanying_verb",
        "presiding_verb",
        "auxiliary",
    )
    return any(
        cue.start == end + 1
        for kind in kinds
        for cue in document.cues(kind, end, min(len(document.text), end + 40))
    )


def _is_beside_post(document: Document, start: int, end: int) -> bool:
    """Whether a post stands directly before or, behind a comma, after the words: then they are a name in lower case."""
    before = document.cues("title_head", max(0, start - 40), start)
    if before and before[-1].end == start - 1:
        return True
    after = document.cues("title_head", end, min(len(document.text), end + 60))
    return (
        document.text[end : end + 1] == ","
        and bool(after)
        and "," not in document.text[end + 1 : after[0].start]
    )


def is_pinyin_name(document: Document, words: list[str]) -> bool:
    """Whether folded words read like a Chinese name, family name first, though the surname is a rare one."""
    names = document.lexicon.pack["names"]
    return len(words) == 2 and _is_one_syllable(words[0], names) and _is_given_name(words[1], names)


def capitalise_name(written: str) -> str:
    """The name as an article would print it: "dong Xiaolei" and "DONG Xiaolei" become "Dong Xiaolei"."""
    return " ".join(part[:1].upper() + part[1:].lower() for part in written.split())


def find_people(document: Document, start: int, end: int) -> list[Atom]:
    """Full names in `text[start:end]` as atoms of type P whose value is the canonical name."""
    names = document.lexicon.pack["names"]
    found: list[Atom] = []
    for surname in document.cues("surname", start, end):
        if found and surname.start < found[-1].end:
            continue
        last = _end_of_name(document, surname, names)
        if last is not None and last <= end:
            name = capitalise_name(document.text[surname.start : last])
            found.append(Atom("P", surname.start, last, name, "full", _RULE))
    return found
