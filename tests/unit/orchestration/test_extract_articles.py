"""An article that cannot be read: rejected with its reason, on record, and tried again when there is cause to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from ingest.engines.map import Reader
from ingest.extract import extract
from orchestration.assets.extracted import extract_articles
from orchestration.assets.raw import read_folder
from orchestration.progress import SilentProgress, Step
from orchestration.resources import Build
from orchestration.settings import PROJECT_FOLDER, Settings
from tests.torture import hostile
from tests.torture.hostile import read_hostile

SAMPLE = next((PROJECT_FOLDER / "ingest" / "samples").glob("*.txt")).read_text(encoding="utf-8")
REJECTED = "select source_path, reason from extracted.rejected_articles join raw.article_sources using (article_id) order by all"


class Notes(SilentProgress):
    """Keeps what a step says of itself at its end."""

    def __init__(self) -> None:
        self.note = ""

    def finish(self, step: Step, note: str = "") -> None:
        self.note = note


class Line:
    """Reading and extraction of a folder with some hostile texts."""

    def __init__(self, folder: Path) -> None:
        self.landing = folder / "landing"
        self.landing.mkdir()
        self.settings = Settings(data=folder / "data", landing=self.landing)
        self.warnings: list[str] = []
        self.note = ""
        for number, deed in enumerate(("", hostile.RAISE, hostile.KILL, hostile.REPEAT, "")):
            (self.landing / f"{number}.txt").write_text(f"{deed}\n{SAMPLE}{number}", encoding="utf-8")

    def run(self, version: str = "v1", *, full_refresh: bool = False, read: Reader = read_hostile) -> int:
        build = Build(self.settings, "run", "r", datetime(2026, 1, 1, tzinfo=UTC), "c", full_refresh)
        read_folder(build, SilentProgress())
        self.warnings.clear()
        notes = Notes()
        count = extract_articles(build, notes, version, warn=self.warnings.append, read=read)
        self.note = notes.note
        return count

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(self.settings.warehouse_path, read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    yield Line(tmp_path)


def test_what_cannot_be_read_is_rejected_and_the_others_go_on(line: Line) -> None:
    assert line.run() == 5
    assert line.note == "5 articles, 3 rejected"
    assert line.ask(REJECTED) == [(f"{number}.txt", "extraction_failed") for number in (1, 2, 3)]
    assert line.ask("select count(*) from extracted.article_headers") == [(2,)]
    assert line.ask("select count(distinct article_id) from extracted.zones") == [(2,)]
    # The log names each, with the place in the code where that is known.
    assert [warning.partition(" was rejected")[0][-8:] for warning in sorted(line.warnings, key=str.lower)]
    assert {
        place for place in ("1.txt", "2.txt", "3.txt") if any(f"({place})" in w for w in line.warnings)
    } == {
        "1.txt",
        "2.txt",
        "3.txt",
    }
    assert any("Traceback" in warning and "read_hostile" in warning for warning in line.warnings)


def test_it_is_tried_again_by_another_extractor_or_when_it_is_another_text(line: Line) -> None:
    line.run()
    assert line.run() == 0 and line.warnings == []
    (line.landing / "1.txt").write_text(SAMPLE, encoding="utf-8")
    assert line.run() == 1
    # What was at the place before is still rejected by the same extractor, and counts no more.
    assert line.run("v2") == 6
    assert line.ask("select distinct extractor_version from extracted.rejected_articles") == [("v2",)]
    assert line.run("v2", full_refresh=True, read=extract) == 6
    assert line.ask(REJECTED) == []
    assert line.ask("select count(*) from extracted.article_headers") == [(6,)]


def test_what_was_read_and_can_be_read_no_more_loses_its_facts(line: Line) -> None:
    line.run(read=extract)
    assert line.ask(REJECTED) == []
    assert line.run("v2") == 5
    ((both,),) = line.ask(
        "select count(*) from extracted.rejected_articles semi join extracted.zones using (article_id)"
    )
    assert both == 0 and len(line.ask(REJECTED)) == 3


def test_more_time_than_one_article_may_take(line: Line) -> None:
    line.settings = replace(line.settings, article_seconds=1)
    (line.landing / "slow.txt").write_text(f"{hostile.SPIN}\n{SAMPLE}", encoding="utf-8")
    line.run()
    assert ("slow.txt", "too_slow") in line.ask(REJECTED)
