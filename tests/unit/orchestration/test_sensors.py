import os
from pathlib import Path

import dagster as dg
import pytest

from orchestration.sensors import fingerprint_folder, landing_folder


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    (folder / "one.txt").write_text("One.", encoding="utf-8")
    monkeypatch.setenv("POTLINE_INPUT", str(folder))
    return folder


def test_new_files_start_a_build_once(landing: Path) -> None:
    context = dg.build_sensor_context(cursor=None)
    assert isinstance(landing_folder(context), dg.RunRequest)
    assert context.cursor == fingerprint_folder(landing)
    assert isinstance(landing_folder(dg.build_sensor_context(cursor=context.cursor)), dg.SkipReason)


def test_a_missing_folder_is_skipped(landing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POTLINE_INPUT", str(landing / "nowhere"))
    skipped = landing_folder(dg.build_sensor_context(cursor=None))
    assert isinstance(skipped, dg.SkipReason)
    assert "no landing folder" in str(skipped.skip_message)


def test_the_fingerprint_sees_what_is_new_changed_renamed_and_gone(landing: Path) -> None:
    seen = [fingerprint_folder(landing)]
    (landing / "deeper").mkdir()
    (landing / "deeper" / "two.txt").write_text("Two.", encoding="utf-8")
    seen.append(fingerprint_folder(landing))
    (landing / "one.txt").write_text("One more.", encoding="utf-8")
    seen.append(fingerprint_folder(landing))
    (landing / "one.txt").rename(landing / "three.txt")
    seen.append(fingerprint_folder(landing))
    os.utime(landing / "three.txt", ns=(1, 1))
    seen.append(fingerprint_folder(landing))
    (landing / "three.txt").unlink()
    seen.append(fingerprint_folder(landing))
    assert len(set(seen)) == len(seen)


def test_the_fingerprint_passes_over_what_is_no_input(landing: Path) -> None:
    before = fingerprint_folder(landing)
    (landing / "notes.md").write_text("No article.", encoding="utf-8")
    assert fingerprint_folder(landing) == before
