"""The words and marks that stand between the cues of a sentence, as typed stretches."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from ingest.folding import fold

# Left-overs of HTML are no tokens.
_TOKEN = re.compile(r"(?P<markup>&#?\w{2,6};|<[^<>]{1,80}>)|[^\W\d_]+|\d[\d.,]*\d|\d|[^\s\w]|_")
_REMEMBERED = 8_192  # gaps: of short ones most are ever the same, ", " before all
_LONGEST_REMEMBERED = 32  # characters

Token = tuple[str, int, int]
"""The type of a word or mark, with its start and end."""

Tokeniser = Callable[[str], tuple[Token, ...]]


def compile_tokeniser(grammar: Mapping[str, Any]) -> Tokeniser:
    """The function that gives the tokens of a stretch of text by the letters of a grammar.

    It depends on the stretch alone, so that short ones are remembered.
    """
    punctuation, possessive = grammar["punctuation"], grammar["possessive"]
    apostrophe = punctuation["'"]
    number, capitalised, lower, other = (grammar[k] for k in ("number", "capitalised", "lower", "other"))

    def tokenise(text: str) -> tuple[Token, ...]:
        tokens: list[Token] = []
        for match in _TOKEN.finditer(fold(text)):
            word = match.group()
            start, end = match.span()
            if match["markup"]:
                continue
            if word in punctuation:
                tokens.append((punctuation[word], start, end))
            elif word[0].isdigit():
                tokens.append((number, start, end))
            elif word == possessive and tokens and tokens[-1][0] == apostrophe:
                tokens[-1] = (apostrophe, tokens[-1][1], end)
            elif word[0].isalpha():
                tokens.append((capitalised if text[start].isupper() else lower, start, end))
            else:
                tokens.append((other, start, end))
        return tuple(tokens)

    remember = lru_cache(maxsize=_REMEMBERED)(tokenise)
    return lambda text: remember(text) if len(text) <= _LONGEST_REMEMBERED else tokenise(text)
