import os
from pathlib import Path

import pytest

from orchestration.manifest import is_stale


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("models/marts/a.sql", "seeds/b.csv", "target/manifest.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    for path in tmp_path.rglob("*"):
        os.utime(path, (100, 100))
    return tmp_path


def test_a_manifest_as_new_as_its_sources_stays(project: Path) -> None:
    assert not is_stale(project / "target" / "manifest.json", project)


def test_a_missing_manifest_is_made(project: Path) -> None:
    assert is_stale(project / "target" / "none.json", project)


@pytest.mark.parametrize("name", ["models/marts/a.sql", "seeds/b.csv", "models/marts"])
def test_a_newer_source_or_folder_makes_it_stale(project: Path, name: str) -> None:
    os.utime(project / name, (200, 200))
    assert is_stale(project / "target" / "manifest.json", project)


def test_what_dbt_writes_does_not(project: Path) -> None:
    written = project / "target" / "compiled.sql"
    written.write_text("", encoding="utf-8")
    assert not is_stale(project / "target" / "manifest.json", project)
