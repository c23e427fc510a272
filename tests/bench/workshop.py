"""The temporary folder of a run of the bench: generated landing folders and what is built of them, made once."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from orchestration.settings import Settings
from tests.bench.watch import Ran, run_watched
from tests.corpus.generate import generate
from tests.corpus.write import write_corpus

SEED = 1


class Sizes(NamedTuple):
    """How many articles whole builds take.

    Attributes:
        articles: the corpus that is built from nothing, counted and asked.
        few: the small release: started on, built again, and added to.
        many: the large release that is added to.
    """

    articles: int
    few: int
    many: int


def choose_sizes(articles: int, *, full: bool) -> Sizes:
    """The sizes that the goals name, or smaller ones that end in reasonable time."""
    if full:
        return Sizes(articles=100_000, few=10_000, many=1_000_000)
    return Sizes(articles=articles, few=max(articles // 10, 100), many=articles)


class Workshop:
    """Corpora by their number of articles."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self._folder = folder
        self.sizes = sizes

    def make_folder(self, name: str) -> Path:
        """A folder of a measurement's own."""
        folder = self._folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def truth(self, count: int) -> Path:
        """What is true of the corpus of so many articles."""
        return self._folder / f"truth-{count}"

    def landing(self, count: int) -> Path:
        """The corpus as text files."""
        landing = self._folder / f"landing-{count}"
        if not landing.exists():
            write_corpus(landing, count, SEED, "files", self.truth(count))
        return landing

    def build(self, count: int) -> Ran:
        """Run `potline build` on the corpus, on top of what was built of it before."""
        landing = self.landing(count)
        module = "tests.bench.timed_build"
        return run_watched(
            [
                sys.executable,
                "-m",
                module,
                str(landing),
                str(self._data(count)),
                str(self._stages_path(count)),
            ]
        )

    def stages(self, count: int) -> Mapping[str, float]:
        """The seconds of each stage of the last build."""
        stages: dict[str, float] = json.loads(self._stages_path(count).read_text(encoding="utf-8"))
        return stages

    def settings(self, count: int) -> Settings:
        """The folders of a corpus that has been built, if need be now."""
        settings = Settings(data=self._data(count), landing=self.landing(count))
        if not settings.published_path.exists():
            self.build(count)
        return settings

    def add_articles(self, count: int, round_number: int, added: int) -> None:
        """Put new articles into the landing folder: of another world, the same on whatever they are put."""
        folder = self.landing(count) / f"added-{round_number}"
        folder.mkdir()
        for number, article in enumerate(generate(added, SEED + 1 + round_number)):
            name = f"{article.published_on.isoformat()}-{number:07d}.txt"
            (folder / name).write_text(article.text, encoding="utf-8", newline="\n")

    def _data(self, count: int) -> Path:
        return self._folder / f"data-{count}"

    def _stages_path(self, count: int) -> Path:
        return self._folder / f"stages-{count}.json"
