"""Names of people and of invented firms, none given out twice by chance."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from tests.corpus.words import pick, read_words

_ONE_SYLLABLE = 0.12  # of the given names; there are few of them, and they are used up first
_TRIES = 40


class NameInventory:
    """Gives out names, each once; a namesake is made by whoever writes a name a second time on purpose."""

    def __init__(self, rng: Random, taken: Iterable[str] = ()) -> None:
        words = read_words("names")
        self._rng = rng
        self._surnames = [s.capitalize() for s in words["surnames"] + 2 * words["common"]]
        self._syllables: list[str] = words["syllables"]
        self._single = [s.capitalize() for s in words["single"]]
        self._brands: list[str] = words["brands"]
        self._trades: list[str] = words["trades"]
        self._given_out = {name.lower() for name in taken}

    def name_person(self) -> str:
        """A name in pinyin that nobody has yet."""
        rng = self._rng
        for attempt in range(_TRIES):
            surname = pick(rng, self._surnames)
            if rng.random() < _ONE_SYLLABLE and attempt == 0:
                given = pick(rng, self._single)
            else:
                first, second = pick(rng, self._syllables), pick(rng, self._syllables)
                given = (first + second).capitalize()
            name = f"{surname} {given}"
            if self._take(name):
                return name
        raise RuntimeError("the inventory of names is used up")

    def name_firm(self, province: str) -> str:
        """The name of a firm in a province whose own word no other firm has."""
        rng = self._rng
        for _ in range(_TRIES * 10):
            own = (pick(rng, self._brands) + pick(rng, self._brands)).capitalize()
            if self._take(own):
                return f"{province} {own} {pick(rng, self._trades)}"
        raise RuntimeError("the inventory of brands is used up")

    def _take(self, name: str) -> bool:
        key = name.lower()
        if key in self._given_out:
            return False
        self._given_out.add(key)
        return True
