"""Reading a landing folder again: what has not been touched is not opened, and nothing comes out otherwise."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from ingest.articles import read, scan
from ingest.articles.columns import Columns
from ingest.articles.records import Outcome
from orchestration.assets.raw import read_folder
from orchestration.progress import SilentProgress
from orchestration.resources import Build
from orchestration.settings import Settings
from warehouse.readings import ReadingResult

LEDGERS = (
    "raw.articles",
    "raw.article_sources",
    "raw.rejected_inputs",
    "raw.ingest_runs",
    "ledger.read_files",
)


class Reader:
    """Readings of one folder, each a day after the one before."""

    def __init__(self, tmp_path: Path, opened: list[str]) -> None:
        self.landing = tmp_path / "landing"
        self.landing.mkdir()
        self.settings = Settings(data=tmp_path / "data", landing=self.landing)
        self.opened = opened
        self._at = datetime(2024, 1, 1, tzinfo=UTC)

    def __call__(
        self, *, code_version: str = "c1", full_refresh: bool = False, columns: Columns | None = None
    ) -> ReadingResult:
        self.opened.clear()
        self._at += timedelta(days=1)
        settings = replace(self.settings, columns=columns or Columns())
        build = Build(settings, "run", "r", self._at, code_version, full_refresh)
        return read_folder(build, SilentProgress())

    def rows(self) -> list[object]:
        with duckdb.connect(self.settings.warehouse_path, read_only=True) as con:
            return [con.execute(f"from {table} order by all").fetchall() for table in LEDGERS]

    def write(self, name: str, text: str) -> Path:
        path = self.landing / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """What was written a moment ago counts as settled; the names of files that are read are noted."""
    opened: list[str] = []
    read_entry: Callable[..., Iterator[Outcome]] = read.read_entry

    def note(entry: scan.FileEntry, *rest: object) -> Iterator[Outcome]:
        opened.append(entry.source_path)
        return read_entry(entry, *rest)

    monkeypatch.setattr(read, "read_entry", note)
    monkeypatch.setattr(scan, "SETTLED_NS", 0)
    yield Reader(tmp_path, opened)


def fill(reader: Reader) -> None:
    reader.write("a.txt", "One.")
    reader.write("b.txt", "Two.")
    reader.write("same.txt", "Two.")
    reader.write("empty.txt", "")
    lines = [json.dumps({"text": "Three."}), "{", json.dumps({"text": "Four."}), json.dumps({"text": ""})]
    with gzip.open(reader.landing / "rows.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))


def test_what_has_not_been_touched_is_not_opened_and_counts_as_seen(reader: Reader) -> None:
    fill(reader)
    first = reader()
    assert reader.opened == ["a.txt", "b.txt", "empty.txt", "rows.jsonl.gz", "same.txt"]
    before = reader.rows()
    second = reader()
    assert reader.opened == []
    assert reader.rows() == before
    counts = (first.seen_count, first.loaded_count, first.duplicate_count, first.rejected_count)
    assert counts == (8, 4, 1, 3)
    assert (second.seen_count, second.loaded_count, second.duplicate_count, second.rejected_count) == counts
    assert not second.has_changed and second.unchanged_count == 8


def test_what_is_new_changed_or_gone_is_found_among_what_is_known(reader: Reader) -> None:
    fill(reader)
    reader()
    reader.write("a.txt", "Five.")
    reader.write("c.txt", "Six.")
    (reader.landing / "b.txt").unlink()
    result = reader()
    assert reader.opened == ["a.txt", "c.txt"]
    assert (result.seen_count, result.new_article_count, result.missing_count) == (8, 2, 1)
    known = reader.rows()
    assert not reader(full_refresh=True).has_changed
    assert len(reader.opened) == 5
    assert reader.rows() == known


def test_a_file_that_was_gone_and_is_back_is_read(reader: Reader) -> None:
    fill(reader)
    reader()
    away = reader.landing / ".away"
    (reader.landing / "a.txt").rename(away)
    assert reader().missing_count == 1
    away.rename(reader.landing / "a.txt")
    assert reader().missing_count == 0
    assert reader.opened == ["a.txt"]


def test_another_text_of_the_same_size_and_time_is_read(reader: Reader) -> None:
    path = reader.write("a.txt", "One.")
    status = path.stat()
    reader()
    reader.write("a.txt", "Two.")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert reader().new_article_count == 1


@pytest.mark.parametrize("another", [{"code_version": "c2"}, {"columns": Columns(text=("body",))}])
def test_other_code_and_other_settings_read_all_again(reader: Reader, another: dict[str, object]) -> None:
    fill(reader)
    reader()
    reader(**another)  # type: ignore[arg-type]
    assert len(reader.opened) == 5


def test_what_was_touched_a_moment_ago_is_read_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "SETTLED_NS", 3_600_000_000_000)
    fill(reader)
    reader()
    reader()
    assert len(reader.opened) == 5


def test_what_the_system_refused_is_tried_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.write("a.txt", "One.")

    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        assert reader().rejected_count == 1
    assert reader().loaded_count == 1
