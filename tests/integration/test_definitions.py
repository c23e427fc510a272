import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import build_definitions
from orchestration.manifest import ensure_manifest
from orchestration.settings import PROJECT_FOLDER
from tests.integration.commands import clean_environment

ASSET_KEYS = Path(__file__).with_name("asset_keys.txt")
GROUPS = {"raw", "extracted", "seeds", "staging", "intermediate", "marts", "publication"}


def test_the_asset_keys_are_those_written_down() -> None:
    """After a change that is meant: python -m tests.integration.write_asset_keys, and look at the difference."""
    keys = sorted(key.to_user_string() for key in build_definitions().resolve_all_asset_keys())
    assert keys == ASSET_KEYS.read_text(encoding="utf-8").split()


def test_every_asset_is_in_the_group_of_its_layer_and_described() -> None:
    graph = build_definitions().resolve_asset_graph()
    assert {graph.get(key).group_name for key in graph.materializable_asset_keys} == GROUPS
    assert not [key for key in graph.materializable_asset_keys if not graph.get(key).description]


def test_every_test_of_dbt_is_a_check_that_dagster_shows() -> None:
    nodes = json.loads(ensure_manifest().read_text(encoding="utf-8"))["nodes"].values()
    tests = {node["name"] for node in nodes if node["resource_type"] == "test"}
    shown = {key.name for key in build_definitions().resolve_asset_graph().asset_check_keys}
    assert tests - shown == set()


def test_every_mart_is_published_and_every_source_is_an_asset() -> None:
    graph = build_definitions().resolve_asset_graph()
    assert not graph.external_asset_keys
    (release,) = (key for key in graph.materializable_asset_keys if key.path[0] == "published")
    marts = {key for key in graph.materializable_asset_keys if key.path[0] == "marts"}
    assert marts == graph.get(release).parent_keys


def test_one_job_a_schedule_and_the_sensors() -> None:
    definitions = build_definitions()
    assert [job.name for job in definitions.jobs or []] == ["build_all"]
    assert [schedule.name for schedule in definitions.schedules or []] == ["daily"]
    assert [sensor.name for sensor in definitions.sensors or []] == [
        "landing_folder",
        "failed_run",
        "stale_release",
        "dead_runs",
    ]


def test_the_release_alone_goes_stale_after_a_day_and_a_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POTLINE_FRESH_HOURS", raising=False)
    graph = build_definitions().resolve_asset_graph()
    policies = {
        key.to_user_string(): graph.get(key).freshness_policy
        for key in graph.materializable_asset_keys
        if graph.get(key).freshness_policy
    }
    assert policies == {"published/release": dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=36))}


def test_dagster_finds_the_definitions_valid(tmp_path: Path) -> None:
    dagster = Path(sys.executable).with_name("dagster")
    finished = subprocess.run(
        [dagster, "definitions", "validate"],
        cwd=PROJECT_FOLDER,
        env={**clean_environment(), "DAGSTER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
