"""Paragraphs about firms, places, prices and projects, in which nobody meets."""

from __future__ import annotations

from random import Random

from tests.corpus.words import pick, read_words

_SETS = (
    1024  # of figures; drawn once a year of the corpus, because drawing them anew costs more than the prose
)
_GROUPS = ("profile", "place", "market", "market", "projects", "policy")


class Background:
    """Writes background paragraphs with figures of the year in question."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._words: dict[str, list[str]] = read_words("background")
        self._figures: list[dict[str, str]] = []
        self._year = 0

    def turn_to(self, year: int) -> None:
        """Draw the figures for articles of a year."""
        if year != self._year:
            self._year = year
            self._figures = [self._draw_figures() for _ in range(_SETS)]

    def _draw_figures(self) -> dict[str, str]:
        rng = self._rng

        def ten_thousand() -> str:
            return f"{10 * int(20 + rng.random() * 40000):,}"

        return {
            **{f"n{i}": ten_thousand() for i in (1, 2, 3)},
            **{f"q{i}": f"{1 + int(rng.random() * 980) / 10:.1f}" for i in (1, 2, 3)},
            **{f"y{i}": f"{10 * int(1100 + rng.random() * 1300):,}" for i in (1, 2)},
            **{f"m{i}": f"{int(100 + rng.random() * 90000):,}" for i in (1, 2)},
            "k": f"{int(12900 + rng.random() * 1200):,}",
            "u": str(int(30 + rng.random() * 900)),
            "pct": f"{1 + int(rng.random() * 300) / 10:.1f}",
            "money": f"{int(20 + rng.random() * 4000):,}",
            "cap": f"{1000 * int(50 + rng.random() * 900):,}",
            "kwh": f"{int(12900 + rng.random() * 1200):,}",
            "jobs": f"{10 * int(10 + rng.random() * 700):,}",
            "year": str(self._year - 1),
        }

    def draw(self) -> dict[str, str]:
        """One set of figures, for whoever fills a template of their own."""
        return pick(self._rng, self._figures)

    def write(self, firm: str, place: str, group: str | None = None) -> str:
        """One paragraph, of a group of `words/background.yml` or of any."""
        draw = self._rng.random
        templates: list[str] = self._words[group or _GROUPS[int(draw() * len(_GROUPS))]]
        slots = self._figures[int(draw() * _SETS)]
        slots["f"], slots["p"] = firm, place
        return templates[int(draw() * len(templates))].format_map(slots)
