from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.dbt_arguments import (
    PARTIAL_PARSE,
    TARGETS_KEPT,
    build_arguments,
    carry_parse,
    prune_targets,
    release_environment,
    target_path,
)
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


def test_the_environment_names_the_release(build: Build) -> None:
    assert build_arguments(full_refresh=False)[0] == "build"
    assert "--vars" not in build_arguments(full_refresh=False)
    assert release_environment(build) == {
        "POTLINE_RELEASE_ID": "20260102T030405Z",
        "POTLINE_BUILT_AT": "2026-01-02 03:04:05",
        "POTLINE_CODE_VERSION": "abc",
    }


def test_a_new_target_starts_from_the_parse_of_set_up(build: Build, tmp_path: Path) -> None:
    (tmp_path / PARTIAL_PARSE).write_bytes(b"parsed")
    carry_parse(tmp_path, target_path(build))
    assert (target_path(build) / PARTIAL_PARSE).read_bytes() == b"parsed"


def test_a_target_starts_empty_without_a_parse(build: Build, tmp_path: Path) -> None:
    carry_parse(tmp_path / "nothing", target_path(build))
    assert not target_path(build).exists()


def test_unit_tests_are_left_to_the_tests_of_the_project() -> None:
    arguments = build_arguments(full_refresh=False)
    assert arguments[arguments.index("--exclude-resource-type") + 1] == "unit_test"


def test_a_full_refresh_is_passed_on() -> None:
    assert build_arguments(full_refresh=True)[-1] == "--full-refresh"
    assert "--full-refresh" not in build_arguments(full_refresh=False)


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
    assert not target_path(build).parent.exists()
