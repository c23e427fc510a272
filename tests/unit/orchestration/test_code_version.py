from pathlib import Path

import pytest

from orchestration.code_version import hash_sources, list_sources


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("ingest/extract.py", "dbt_project/seeds/firms.csv", "warehouse/schema.sql"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["ingest/extract.py", "dbt_project/seeds/firms.csv"])
def test_a_changed_source_is_another_version(project: Path, name: str) -> None:
    before = hash_sources(project)
    (project / name).write_text("changed", encoding="utf-8")
    assert hash_sources(project) != before


def test_what_tools_leave_behind_is_no_source(project: Path) -> None:
    before = hash_sources(project)
    for name in ("dbt_project/target/compiled.sql", "ingest/__pycache__/extract.py", "ingest/notes.txt"):
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    assert hash_sources(project) == before
    assert len(list_sources(project)) == 3
