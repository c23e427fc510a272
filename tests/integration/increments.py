"""A landing folder that changes at random, and the tables that a build adds to beside those that it makes anew.

Called by itself it goes on for longer than a test: python -m tests.integration.increments --steps 30 --seed 3.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import duckdb

from ingest.lexicon import extractor_version
from orchestration.assets.extracted import extract_articles
from orchestration.assets.raw import read_folder
from orchestration.progress import SilentProgress
from orchestration.resources import start_build
from orchestration.settings import DBT_EXECUTABLE, DBT_PROJECT_FOLDER, WORLD_FOLDER, Settings
from tests.corpus.generate import generate
from tests.integration.commands import clean_environment

ARTICLES = 160
SHARE = 0.2
"""Of the articles that lie in the folder at first, and of those that a step touches."""

# They count builds, and keep what has left.
LEDGERS = frozenset({"int_article_versions", "int_article_resolutions"})
SCHEMAS = ("intermediate", "marts")


class Line:
    """A data folder and its landing folder, filled from one generated corpus: reprints and second reports come late."""

    def __init__(self, folder: Path, seed: int) -> None:
        landing = folder / "landing"
        landing.mkdir()
        self.settings = Settings(data=folder / "data", landing=landing)
        self._landing = landing
        self._random = Random(seed)
        self._version = extractor_version(WORLD_FOLDER)
        self._texts = [article.text for article in generate(ARTICLES, seed)]
        self._random.shuffle(self._texts)
        self.steps: dict[str, Callable[[], None]] = {
            "add": self.add,
            "change": self.change,
            "remove": self.remove,
            "move": self.move,
            "upgrade": self.upgrade,
        }
        for _ in range(3):
            self.add()
        self.read()
        self._run_dbt("seed", self.settings.data)
        self._run_dbt("run", self.settings.data)

    def draw_step(self) -> list[str]:
        """Choose something that may happen to the folder, or two things."""
        return self._random.sample(sorted(self.steps), self._random.choice([1, 2]))

    def take_step(self, names: list[str]) -> None:
        """Let it happen."""
        for name in names:
            self.steps[name]()

    def add(self) -> None:
        """Put new articles into the folder."""
        for text in self._draw():
            (self._landing / f"{len(list(self._landing.iterdir())):04d}.txt").write_text(
                text, encoding="utf-8"
            )

    def change(self) -> None:
        """Have files hold other articles than before: the texts that they held are superseded."""
        for path, text in zip(self._choose(), self._draw(), strict=False):
            path.write_text(text, encoding="utf-8")

    def remove(self) -> None:
        """Take files away: their articles stay, as missing ones."""
        for path in self._choose()[:5]:
            path.unlink()

    def move(self) -> None:
        """Exchange the texts of files: the articles stay and lie elsewhere."""
        paths = self._choose()
        texts = [path.read_text(encoding="utf-8") for path in paths]
        for path, text in zip(paths, texts[1:] + texts[:1], strict=True):
            path.write_text(text, encoding="utf-8")

    def upgrade(self) -> None:
        """Have another version of the extractor read everything: one that finds less."""
        self._version += "x"

    def build(self) -> None:
        """Read, extract, and add to the tables."""
        self.read()
        self._run_dbt("run", self.settings.data)

    def read(self) -> None:
        """Read the folder, and extract what is new in it."""
        build = start_build(self.settings, run_id="increments", full_refresh=False)
        read_folder(build, SilentProgress())
        extract_articles(build, SilentProgress(), self._version)
        if self._version.endswith("x"):
            with closing(duckdb.connect(self.settings.warehouse_path)) as connection:
                for table in ("demands", "commitments", "statement_speakers"):
                    connection.execute(
                        f"delete from extracted.{table} where hash(article_id, $1) % 3 = 0", [self._version]
                    )

    def list_differences(self) -> list[str]:
        """Make all tables anew on a copy, and return those that hold other rows there."""
        with tempfile.TemporaryDirectory() as name:
            anew = Settings(data=Path(name), landing=self._landing)
            anew.warehouse_path.parent.mkdir()
            shutil.copyfile(self.settings.warehouse_path, anew.warehouse_path)
            self._run_dbt("run", anew.data, "--full-refresh")
            return list(compare_tables(self.settings.warehouse_path, anew.warehouse_path))

    def _choose(self) -> list[Path]:
        paths = sorted(self._landing.iterdir())
        return self._random.sample(paths, int(len(paths) * SHARE))

    def _draw(self) -> list[str]:
        count = int(ARTICLES * SHARE)
        drawn, self._texts = self._texts[:count], self._texts[count:]
        # What has run out comes again: an article that left may come back.
        self._texts += drawn
        return drawn

    def _run_dbt(self, command: str, data: Path, *arguments: str) -> None:
        target = str(data / "dbt")
        finished = subprocess.run(
            [str(DBT_EXECUTABLE), "--quiet", command, *arguments],
            cwd=DBT_PROJECT_FOLDER,
            env={
                **clean_environment(),
                "POTLINE_DATA": str(data),
                "DBT_TARGET_PATH": target,
                "DBT_LOG_PATH": target,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            raise RuntimeError(finished.stdout[-4000:])


def compare_tables(one: Path, other: Path) -> Iterator[str]:
    """Yield the tables of dbt that do not hold the same rows in both files, with how many each has alone."""
    with closing(duckdb.connect()) as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        tables = connection.execute(
            "select distinct schema_name || '.' || table_name, table_name from duckdb_tables() "
            "where database_name in ('one', 'other') and list_contains($1, schema_name) order by 1",
            [list(SCHEMAS)],
        ).fetchall()
        for table, name in tables:
            if name in LEDGERS:
                continue
            counts = [
                connection.execute(
                    f"select count(*) from (from {a}.{table} except all select * from {b}.{table})"
                ).fetchall()[0][0]
                for a, b in (("one", "other"), ("other", "one"))
            ]
            if any(counts):
                yield f"{table}: {counts[0]} rows that a full refresh has not, {counts[1]} that it alone has"


def main() -> None:
    """Take steps, and tell of each whether the tables are those of a full refresh."""
    parser = argparse.ArgumentParser(prog="python -m tests.integration.increments", description=__doc__)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        line = Line(Path(folder), given.seed)
        for number in range(1, given.steps + 1):
            step = line.draw_step()
            line.take_step(step)
            line.build()
            print(number, " and ".join(step), *(line.list_differences() or ["equal"]), sep="\n  ", flush=True)


if __name__ == "__main__":
    main()
