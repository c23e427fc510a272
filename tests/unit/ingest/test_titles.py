"""Titles: chains of names and posts that can be read two ways."""

from __future__ import annotations

import pytest

from ingest.atoms import Atom
from ingest.recognisers.titles import assign_titles


def _assign(types: str) -> dict[int, list[int]]:
    atoms = [Atom(letter, i, i + 1, kind="full" if letter == "P" else None) for i, letter in enumerate(types)]
    return {t.person.start: [title.start for title in t.titles] for t in assign_titles(atoms, types)}


@pytest.mark.parametrize(
    ("types", "titles"),
    [
        ("PcTcG", {0: [2]}),  # A, the X, met
        ("TPG", {1: [0]}),  # Mayor A met
        ("TcTPG", {3: [0, 2]}),  # party secretary, mayor A met
        ("PcTcaPcT", {0: [2], 5: [7]}),  # A, the X, and B, the Y
        ("PcTaTcP", {0: [2, 4], 6: []}),  # A, the X and the Y, B
        ("TPaTP", {1: [0], 4: [3]}),  # chairman A and president B
        ("PcTcTcPca", {0: [2], 6: [4]}),  # A, the X, the Y, B, and others: each has one
        ("PcTcaTP", {0: [2], 6: [5]}),  # A, the X, and president B
        ("TcPcaTcP", {2: [0], 7: [5]}),  # the X, A, and the Y, B
        ("PhtT", {0: []}),  # a title is one atom, its article included
        ("PhT", {0: [2]}),  # A is the X
        ("PG", {0: []}),
        ("PcT", {0: [2]}),  # cut off behind the title
        ("wG", {}),
    ],
)
def test_titles_find_their_names(types: str, titles: dict[int, list[int]]) -> None:
    assert _assign(types) == titles
