"""Titles: which post belongs to which name in a sentence."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from ingest.atoms import Atom

_WITH_HONORIFIC = "person/by-honorific"
_GOES_ON = "wT"  # behind a title that is the beginning of another's
_RUN = re.compile(r"T(?:(?:a|ca|j)T)*")


class Titled(NamedTuple):
    """A person atom with the title atoms that are its own, in the order of the text."""

    person: Atom
    titles: list[Atom]


def _runs(types: str, first: int, last: int) -> list[tuple[int, int]]:
    return [match.span() for match in _RUN.finditer(types, first, last)]


def _share_gap(
    types: str,
    left: int,
    right: int,
    is_left_served: bool,
    is_right_followed: bool,
    is_title_first: bool,
    is_closed: bool,
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Which title runs between two names are the left one's and which the right one's.

    A run that touches the right name without a comma is the right one's; a run behind the left name and a comma is
    the left one's. "A, the X of Y, the Z of W, B" is settled by parallelism: each name has one.
    """
    runs = _runs(types, left + 1, right)
    if not runs:
        return [], []
    if is_closed and is_right_followed and len(runs) == 1 and types[left + 1 : runs[0][0]] == "c":
        return runs, []  # "A, the X of Y Co., Ltd. B, the Z of W": the point ends a sentence, too
    if (
        runs[-1][1] == right
        and types[left + 1 : runs[0][0]] in ("c", "b")
        and len(runs) == 1
        and not is_left_served
    ):
        # "A, the X of Y, and the Z of W B": the last title before the conjunction's end is B's
        cut = max(types.rfind("aT", left, right), types.rfind("cT", left, right))
        if cut > runs[0][0]:
            before = len(types[runs[0][0] : cut].rstrip("ca")) + runs[0][0]
            runs = [(runs[0][0], before), (cut + 1, right)]
    mine: list[tuple[int, int]] = []
    theirs: list[tuple[int, int]] = []
    touches_right = runs[-1][1] == right
    comma_right = types[runs[-1][1] : right] == "c"
    starts_left = types[left + 1 : runs[0][0]] in ("c", "b", "h")
    if touches_right:
        theirs.insert(0, runs.pop())
        # "party secretary, chairman B": what a comma joins to it is B's too, unless it directly follows A
        while (
            runs
            and types[runs[-1][1] : theirs[0][0]] == "c"
            and (len(runs) > 1 or not starts_left or is_left_served)
        ):
            theirs.insert(0, runs.pop())
    elif comma_right and (is_title_first or (not is_right_followed and (len(runs) > 1 or not starts_left))):
        theirs.insert(0, runs.pop())
    if runs and starts_left and (types[runs[0][1]] not in _GOES_ON or not is_left_served):
        position = left + 1
        for first, last in runs:
            if types[position:first] not in ("c", "b", "h", "ca", "cc"):
                break
            mine.append((first, last))
            position = last
    return mine, theirs


def _is_closed(atom: Atom) -> bool:
    """Whether a title ends in the point of a legal form."""
    leaves = list(atom.leaves()) if atom.type == "T" else []
    return bool(leaves) and leaves[-1].type == "e"


def _is_plural(atoms: list[Atom], run: tuple[int, int]) -> bool:
    heads = [leaf for leaf in atoms[run[1] - 1].leaves() if leaf.type in "HI" and leaf.value is not None]
    return bool(heads) and bool(heads[-1].value.attributes.get("plural"))


def _share_plural(
    atoms: list[Atom], types: str, people: list[int], own: dict[int, list[tuple[int, int]]]
) -> None:
    """Give a post in the plural to the whole list: "vice presidents A and B", "A and B, vice presidents"."""
    pairs = list(itertools.pairwise(people))
    for left, right in pairs:
        runs = own[left]
        joined = types[left + 1 : right] in ("a", "c", "ca")
        if joined and runs and not own[right] and runs[-1][1] <= left and _is_plural(atoms, runs[-1]):
            own[right] = runs
    for left, right in reversed(pairs):
        runs = own[right]
        joined = types[left + 1 : right] in ("a", "c", "ca")
        if joined and runs and not own[left] and runs[0][0] > right and _is_plural(atoms, runs[-1]):
            own[left] = runs


def assign_titles(atoms: list[Atom], types: str) -> list[Titled]:
    """Every full name of a sentence with its titles; an empty list where it has none."""
    people = [i for i, atom in enumerate(atoms) if atom.type == "P" and atom.kind == "full"]
    if not people:
        return []
    types += "."  # a title that ends a sentence cut off must not seem to touch a next name
    bounds = [-1, *people, len(types)]
    own: dict[int, list[tuple[int, int]]] = {i: [] for i in people}
    opening = _runs(types, 0, people[0])
    is_title_first = False
    if opening and types[opening[-1][1] : people[0]] in ("", "c"):
        is_comma = types[opening[-1][1] : people[0]] == "c"
        follows = types[people[0] + 1 : people[0] + 2] == "c" and types[people[0] + 2 : people[0] + 3] == "T"
        if not (is_comma and follows) or (is_comma and atoms[people[0]].rule_id == _WITH_HONORIFIC):
            taken = [opening.pop()]
            while opening and types[opening[-1][1] : taken[0][0]] == "c":
                taken.insert(0, opening.pop())
            own[people[0]] = taken
            is_title_first = is_comma
    for position, left in enumerate(people):
        right = bounds[position + 2]
        is_last = right == len(types)
        followed = not is_last and types[right + 1 : right + 3] in ("cT", "bT")
        closed = not is_last and _is_closed(atoms[right - 1])
        mine, theirs = _share_gap(types, left, right, bool(own[left]), followed, is_title_first, closed)
        if mine and not (own[left] and is_title_first):
            own[left] = own[left] + mine
        if theirs and not is_last:
            own[right] = theirs
    _share_plural(atoms, types, people, own)
    return [
        Titled(atoms[i], [a for first, last in own[i] for a in atoms[first:last] if a.type == "T"])
        for i in people
    ]
