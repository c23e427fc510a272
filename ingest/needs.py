"""Which letters a pattern cannot do without, so that it is not tried where they are missing.

A sentence lacks most of the letters that rules are made of; to look for a letter is a hundred times cheaper than to
try a rule at every place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# The parser of the standard library, which has no public name.
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

Needs = tuple[frozenset[str], ...]
"""Of each set at least one letter stands in whatever matches."""

_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def find_needs(pattern: str) -> Needs:
    """Find the letters that a match of the pattern holds, or that stand beside it.

    Args:
        pattern: a regular expression of `re` over one-letter types.

    Returns:
        Sets of letters, the smallest first; empty where the pattern may match anything. A set that is missing makes a
        search slower, and never another.
    """
    return tuple(
        sorted(set(_find(_parser.parse(pattern))), key=lambda letters: (len(letters), sorted(letters)))
    )


def _find(parsed: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    needs: list[frozenset[str]] = []
    for operation, argument in parsed:
        if operation is _constants.LITERAL:
            needs.append(frozenset(chr(argument)))
        elif operation is _constants.IN:
            needs += _find_in_class(argument)
        elif operation in _REPEATS and argument[0] > 0:
            needs += _find(argument[2])
        elif operation is _constants.SUBPATTERN:
            needs += _find(argument[3])
        elif operation is _constants.BRANCH:
            needs += _find_in_branches(argument[1])
        elif operation is _constants.ASSERT:
            needs += _find(argument[1])
    return needs


def _find_in_class(items: Sequence[tuple[Any, Any]]) -> list[frozenset[str]]:
    if all(operation is _constants.LITERAL for operation, _ in items):
        return [frozenset(chr(letter) for _, letter in items)]
    return []


def _find_in_branches(branches: Iterable[Iterable[tuple[Any, Any]]]) -> list[frozenset[str]]:
    """Each way needs something of its own, so that one of all these is needed."""
    needs = [min(_find(branch), key=len, default=frozenset()) for branch in branches]
    return [frozenset().union(*needs)] if all(needs) else []
