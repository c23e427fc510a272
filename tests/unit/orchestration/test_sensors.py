import os
from pathlib import Path

import dagster as dg
import pytest

from orchestration.sensors import fingerprint_inputs, landing_folder


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    (folder / "one.txt").write_text("One.", encoding="utf-8")
    monkeypatch.setenv("POTLINE_INPUT", str(folder))
    monkeypatch.setenv("POTLINE_DATA", str(tmp_path / "data"))
    return folder


def fingerprint(landing: Path) -> str:
    return fingerprint_inputs(landing, landing.parent / "data" / "corrections.csv")


def test_new_files_start_a_build_once(landing: Path) -> None:
    context = dg.build_sensor_context(cursor=None)
    assert isinstance(landing_folder(context), dg.RunRequest)
    assert context.cursor == fingerprint(landing)
    assert isinstance(landing_folder(dg.build_sensor_context(cursor=context.cursor)), dg.SkipReason)


def test_a_missing_folder_is_skipped(landing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POTLINE_INPUT", str(landing / "nowhere"))
    skipped = landing_folder(dg.build_sensor_context(cursor=None))
    assert isinstance(skipped, dg.SkipReason)
    assert "no landing folder" in str(skipped.skip_message)


def test_the_fingerprint_sees_what_is_new_changed_renamed_and_gone(landing: Path) -> None:
    seen = [fingerprint(landing)]
    (landing / "deeper").mkdir()
    (landing / "deeper" / "two.txt").write_text("Two.", encoding="utf-8")
    seen.append(fingerprint(landing))
    (landing / "one.txt").write_text("One more.", encoding="utf-8")
    seen.append(fingerprint(landing))
    (landing / "one.txt").rename(landing / "three.txt")
    seen.append(fingerprint(landing))
    os.utime(landing / "three.txt", ns=(1, 1))
    seen.append(fingerprint(landing))
    (landing / "three.txt").unlink()
    seen.append(fingerprint(landing))
    assert len(set(seen)) == len(seen)


def test_the_fingerprint_passes_over_what_is_no_input(landing: Path) -> None:
    before = fingerprint(landing)
    (landing / "notes.md").write_text("No article.", encoding="utf-8")
    assert fingerprint(landing) == before


def test_corrections_start_a_build_when_they_come_change_and_go(landing: Path) -> None:
    corrections = landing.parent / "data" / "corrections.csv"
    corrections.parent.mkdir()
    cursors = [look(None)]
    corrections.write_text("action,subject\n", encoding="utf-8")
    cursors.append(look(cursors[-1]))
    corrections.write_text("action,subject\n# none\n", encoding="utf-8")
    cursors.append(look(cursors[-1]))
    corrections.unlink()
    cursors.append(look(cursors[-1]))
    assert cursors[-1] == cursors[0] and len(set(cursors)) == 3


def look(cursor: str | None) -> str:
    """Have the sensor look, which must find something, and return its new cursor."""
    context = dg.build_sensor_context(cursor=cursor)
    assert isinstance(landing_folder(context), dg.RunRequest)
    assert context.cursor is not None
    return context.cursor
