"""How people are introduced: names with posts, alone or in lists, with the firm written now this way, now that."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.corpus.article import Member
from tests.corpus.units import Position, Unit
from tests.corpus.words import pick

# Behind a post a comma follows, behind a name none: these marks stand for what a template's own comma becomes.
_BEHIND_POST, _BEHIND_NAME = "\x00", "\x01"


class FirmNames:
    """How one article writes the firms it names: in full at first, shorter later."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._chosen: dict[str, list[str]] = {}

    def write(self, firm: Unit) -> str:
        """The next way to write a firm's name."""
        chosen = self._chosen.get(firm.key)
        rng = self._rng
        if chosen is None:
            names = firm.names_of["firm"]
            first = names[0] if rng.random() < 0.35 else pick(rng, names)
            later = names[0] if rng.random() < 0.5 else pick(rng, names)
            weak = [pick(rng, firm.weak_names)] if firm.weak_names and rng.random() < 0.25 else []
            self._chosen[firm.key] = [first, first, later, *weak]
            return first
        return pick(rng, chosen)

    def write_strong(self, firm: Unit) -> str:
        """A way to write a firm's name that stands for itself: where a post must find its firm."""
        chosen = self._chosen.get(firm.key)
        return self.write(firm) if chosen is None else chosen[0 if self._rng.random() < 0.6 else 2]


def write_post(position: Position, names: FirmNames, rng: Random) -> str:
    """A post in one of its wordings."""
    unit = position.unit
    wording = pick(rng, position.wordings)
    if unit.is_firm:
        return wording.format(f=names.write_strong(unit))
    return wording.format(W=unit.prefix, N=unit.name, P=unit.full)


def introduce(members: Sequence[Member], names: FirmNames, rng: Random) -> str:
    """People with their posts, joined as lists of people are; the end is marked for `close_commas`."""
    before = rng.random() < 0.12
    written = []
    for member in members:
        post = write_post(member.position, names, rng)
        name = member.person.name
        written.append(f"{post} {name}" if before else f"{name}, {post}")
    if len(written) == 1:
        joined = written[0]
    elif before:
        joined = ", ".join(written[:-1]) + f" and {written[-1]}"
    elif rng.random() < 0.4 or len(written) > 2:
        joined = "; ".join(written[:-1]) + f"; and {written[-1]}"
    else:
        joined = ", ".join(written[:-1]) + f", and {written[-1]}"
    return joined + (_BEHIND_NAME if before else _BEHIND_POST)


def close_commas(sentence: str) -> str:
    """Put a comma where a post ends in the middle of a sentence, and none behind a name."""
    sentence = sentence.replace(_BEHIND_NAME + ",", "").replace(_BEHIND_NAME, "")
    for mark in ",.;":
        sentence = sentence.replace(_BEHIND_POST + mark, mark)
    return sentence.replace(_BEHIND_POST + " ", ", ").replace(_BEHIND_POST, "")


def capitalise(sentence: str) -> str:
    """A sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]
