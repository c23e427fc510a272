"""What people say at a meeting: speeches of a host and of a guest, put together sentence by sentence."""

from __future__ import annotations

from random import Random

from tests.corpus.background import Background
from tests.corpus.people_text import capitalise
from tests.corpus.words import pick, read_words

_MIDDLE = ("claims",) * 5 + ("goes_on",) * 3 + ("promises",) * 2


class Speeches:
    """Writes speeches."""

    def __init__(self, rng: Random, background: Background) -> None:
        self._rng = rng
        self._background = background
        self._words = read_words("speech")
        self._verbs: list[str] = self._words["verbs"]
        self._hopes: list[str] = self._words["hopes"]

    def write(self, side: str, name: str, short: str, firm: list[str], place: list[str], length: int) -> str:
        """A speech as one paragraph.

        Args:
            side: "host" or "guest".
            name: the speaker's name in full.
            short: another way to name them where the first sentence has done so.
            firm: ways to write the guest's firm.
            place: ways to write the host's place or firm.
            length: how many sentences, opening and wish included.
        """
        draw = self._rng.random
        slots = dict(self._background.draw())
        seen = set()
        written = []
        for index, part in enumerate(self._plan(length)):
            templates: list[str] = self._words[part][side]
            template = templates[int(draw() * len(templates))]
            if template in seen:
                continue
            seen.add(template)
            # What a sentence has no place for is not drawn: there are thirty sentences in an article.
            if "{s}" in template:
                chance = draw()
                slots["s"] = name if index == 0 or chance < 0.35 else short if chance < 0.6 else "he"
            if "{v}" in template:
                slots["v"] = self._verbs[int(draw() * len(self._verbs))]
            if "{h}" in template:
                slots["h"] = self._hopes[int(draw() * len(self._hopes))]
            slots["f"] = firm[int(draw() * len(firm))]
            slots["p"] = place[int(draw() * len(place))]
            written.append(capitalise(template.format_map(slots)))
        return " ".join(written)

    def _plan(self, length: int) -> list[str]:
        """The parts of a speech in order."""
        draw = self._rng.random
        middle = [_MIDDLE[int(draw() * len(_MIDDLE))] for _ in range(length - 2)]
        first = "openings" if draw() < 0.6 else "claims"
        last = "wishes" if draw() < 0.7 else "promises"
        return [first, *middle, last]

    def write_end(self) -> str:
        """What both sides agreed on."""
        return str(pick(self._rng, self._words["ends"]))
