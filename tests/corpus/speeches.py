"""What people say at a meeting: speeches of a host and of a guest, put together sentence by sentence."""

from __future__ import annotations

from random import Random

from tests.corpus.background import Background
from tests.corpus.people_text import capitalise
from tests.corpus.words import pick, read_words


class Speeches:
    """Writes speeches."""

    def __init__(self, rng: Random, background: Background) -> None:
        self._rng = rng
        self._background = background
        self._words = read_words("speech")

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
        rng, words = self._rng, self._words
        figures = self._background.draw()
        order = ["openings" if rng.random() < 0.6 else "claims"]
        for _ in range(length - 2):
            draw = rng.random()
            order.append("claims" if draw < 0.5 else "goes_on" if draw < 0.8 else "promises")
        order.append("wishes" if rng.random() < 0.7 else "promises")
        written = []
        seen = set()
        for index, part in enumerate(order):
            template: str = pick(rng, words[part][side])
            if template in seen:
                continue
            seen.add(template)
            speaker = (
                name if index == 0 else short if rng.random() < 0.3 else "he" if rng.random() < 0.5 else name
            )
            sentence = template.format(
                s=speaker if not template.startswith("{s}") else capitalise(speaker),
                v=pick(rng, words["verbs"]),
                h=pick(rng, words["hopes"]),
                f=pick(rng, firm),
                p=pick(rng, place),
                **figures,
            )
            written.append(capitalise(sentence))
        return " ".join(written)

    def write_end(self) -> str:
        """What both sides agreed on."""
        return str(pick(self._rng, self._words["ends"]))
