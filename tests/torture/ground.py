"""Data folders that rounds begin from, and what an undisturbed run makes of each."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from orchestration.code_version import hash_sources
from orchestration.settings import PROJECT_FOLDER, Settings
from tests.integration.commands import Called, call_potline
from tests.torture.facts import digest_tables, list_articles
from tests.torture.landing import change_landing, write_landing
from tests.torture.stages import Stage, run_stage

# Some kilobytes a batch: many transactions, so that a kill finds the work half done.
BATCH_BYTES = 12_000


class Ground:
    """A landing folder that has changed since the last build, and the data folder of that build.

    Attributes:
        landing: the landing folder as it is now.
        before: the data folder, of the landing folder as it was.
        read: the same, the landing folder as it is now read and nothing extracted.
        after: what an undisturbed run makes on top of `before`.
        first: what an undisturbed reading makes of the landing folder as it is now, with nothing before.
        seconds: what was measured undisturbed, by its name.
    """

    def __init__(self, folder: Path, article_count: int, *, is_whole: bool) -> None:
        """Make both builds, unless this version has made them in an earlier call.

        Args:
            folder: where.
            article_count: how many articles there are at first.
            is_whole: whole builds, with dbt and a release; else the stages before these alone.
        """
        self.folder = folder
        self.landing = folder / "landing"
        self.before, self.read, self.after = folder / "before", folder / "read", folder / "after"
        self.first, self.data = folder / "first", folder / "data"
        self.is_whole = is_whole
        self._digests: dict[tuple[Path, tuple[str, ...]], dict[str, str]] = {}
        self.seconds: dict[str, float] = {}
        kept = folder / "seconds.json"
        version = f"{hash_sources(PROJECT_FOLDER)} {article_count} {is_whole}"
        if kept.is_file() and (read := json.loads(kept.read_text(encoding="utf-8")))["version"] == version:
            self.seconds = read["seconds"]
            return
        shutil.rmtree(folder, ignore_errors=True)
        self._make(article_count)
        kept.write_text(json.dumps({"version": version, "seconds": self.seconds}), encoding="utf-8")

    def _make(self, article_count: int) -> None:
        write_landing(self.landing, article_count)
        self._build(self.before)
        change_landing(self.landing, article_count)
        shutil.copytree(self.before, self.after, symlinks=True)
        self.seconds["read"] = self._run("read", self.after)
        shutil.copytree(self.after, self.read, symlinks=True)
        self.seconds["extract"] = self._run("extract", self.after)
        if self.is_whole:
            self._build(self.after)
        self._run("read", self.first)

    def settings(self, data: Path, *, workers: int = 1) -> Settings:
        """The settings of a data folder with this landing folder, in small batches."""
        return Settings(
            data=data,
            landing=self.landing,
            max_batch_bytes=BATCH_BYTES,
            max_extraction_bytes=BATCH_BYTES,
            workers=workers,
        )

    def begin(self, data: Path | None, *, workers: int = 1) -> Settings:
        """Make the data folder of a round anew: a copy of one of the others, or nothing."""
        shutil.rmtree(self.data, ignore_errors=True)
        if data is not None:
            shutil.copytree(data, self.data, symlinks=True)
        return self.settings(self.data, workers=workers)

    def digest(self, data: Path, *schemas: str) -> dict[str, str]:
        """The digests of what an undisturbed run has left, computed once."""
        key = (data, schemas)
        if key not in self._digests:
            self._digests[key] = digest_tables(self.settings(data).warehouse_path, schemas)
        return self._digests[key]

    def articles(self, data: Path) -> list[str]:
        """The hashes of the texts that an undisturbed run has left."""
        return list_articles(self.settings(data).warehouse_path)

    def _build(self, data: Path) -> None:
        if self.is_whole:
            expect_success(call_build(self.settings(data)))
        else:
            for stage in ("read", "extract"):
                self._run(stage, data)

    def _run(self, stage: str, data: Path) -> float:
        ended = run_stage(Stage(stage, self.settings(data)))
        if ended.exit_code:
            raise RuntimeError(f"{stage} failed undisturbed: {ended.complaint}")
        return ended.seconds


def call_build(settings: Settings, temporary: Path | None = None) -> Called:
    """Run `potline build` to its end, with a folder of its own for temporary files if one is given."""
    arguments: tuple[str | Path, ...] = ("build", str(settings.landing), "--data", settings.data)
    return call_potline(*arguments, TMPDIR=str(temporary)) if temporary else call_potline(*arguments)


def expect_success(called: Called) -> None:
    """Go no further where a build failed that nobody disturbed."""
    if called.exit_code:
        raise RuntimeError(f"an undisturbed build failed: {called.complaint}")
