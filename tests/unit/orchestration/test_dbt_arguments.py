import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.dbt_arguments import TARGETS_KEPT, build_arguments, prune_targets, target_path
from orchestration.resources import Build
from orchestration.settings import Settings


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(
        settings=Settings(data=tmp_path, landing=tmp_path),
        run_id="run",
        release_id="20260102T030405Z",
        built_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        code_version="abc",
        full_refresh=False,
    )


def test_the_variables_name_the_release(build: Build) -> None:
    arguments = build_arguments(build)
    assert arguments[0] == "build"
    assert json.loads(arguments[arguments.index("--vars") + 1]) == {
        "release_id": "20260102T030405Z",
        "built_at": "2026-01-02 03:04:05",
        "code_version": "abc",
    }


def test_unit_tests_are_left_to_the_tests_of_the_project(build: Build) -> None:
    arguments = build_arguments(build)
    assert arguments[arguments.index("--exclude-resource-type") + 1] == "unit_test"


def test_a_full_refresh_is_passed_on(build: Build) -> None:
    assert build_arguments(replace(build, full_refresh=True))[-1] == "--full-refresh"


def test_only_the_newest_targets_stay(build: Build) -> None:
    folder = target_path(build).parent
    for day in range(1, 7):
        (folder / f"2026010{day}T000000Z").mkdir(parents=True)
    prune_targets(build)
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == TARGETS_KEPT
    assert kept[-1] == "20260106T000000Z"


def test_pruning_needs_no_target(build: Build) -> None:
    prune_targets(build)
