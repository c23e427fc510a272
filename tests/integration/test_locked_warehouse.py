"""Whoever else wants the warehouse: builds wait for a lock that passes, and for one another."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest

from orchestration.build_lock import hold_build_lock
from orchestration.definitions import build_definitions
from orchestration.instance import open_instance, prepare_home
from orchestration.settings import PROJECT_FOLDER, Settings
from tests.integration.commands import SECONDS_AT_MOST, clean_environment

HOLD = """
import sys, duckdb
with duckdb.connect(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""
BUILD = ["job", "execute", "-m", "orchestration.definitions", "-j", "build_all"]


@contextmanager
def held_by_another(settings: Settings) -> Iterator[Callable[[], None]]:
    """Have another process hold the warehouse until the end, or until what is given is called."""
    command = [sys.executable, "-c", HOLD, str(settings.warehouse_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "open\n"

        def end() -> None:
            holder.kill()
            holder.wait()

        yield end
        end()


@pytest.mark.parametrize(
    "selected",
    [
        dg.AssetSelection.groups("raw"),
        dg.AssetSelection.groups("extracted"),
        dg.AssetSelection.assets(["marts", "dim_dates"]),
        dg.AssetSelection.assets(["published", "release"]),
    ],
    ids=["read", "extract", "dbt", "publish"],
)
def test_a_step_goes_on_when_the_warehouse_is_free_again(
    copied: Settings, selected: dg.AssetSelection, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {
        "POTLINE_DATA": str(copied.data),
        "POTLINE_INPUT": str(copied.landing),
        "POTLINE_RETRY_SECONDS": "1",
        "DAGSTER_HOME": str(copied.dagster_home),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    definitions = build_definitions()
    step = definitions.resolve_implicit_global_asset_job_def().get_subset(
        asset_selection=selected.resolve(definitions.resolve_asset_graph()), asset_check_selection=set()
    )
    with open_instance(copied) as instance, held_by_another(copied) as end:

        def end_and_wait(attempt: int, seconds: float) -> float:
            end()
            return attempt * seconds

        # It is asked how long to wait when the first attempt has failed; the second finds the warehouse free.
        monkeypatch.setattr("orchestration.retries.choose_wait", end_and_wait)
        result = step.execute_in_process(instance=instance, raise_on_error=False)
    kinds = [event.event_type for event in result.all_events]
    assert result.success
    assert kinds.count(dg.DagsterEventType.STEP_UP_FOR_RETRY) == 1
    assert kinds.count(dg.DagsterEventType.STEP_RESTARTED) == 1


def test_runs_that_meet_at_the_lock_are_made_one_after_the_other(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    settings = Settings(data=tmp_path / "data", landing=landing)
    # Both fail at a check, and early: the folder gives no article.
    (landing / "empty.txt").write_text("", encoding="utf-8")
    environment = {
        **clean_environment(),
        "DAGSTER_HOME": str(prepare_home(settings)),
        "POTLINE_DATA": str(settings.data),
        "POTLINE_INPUT": str(settings.landing),
    }
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        with hold_build_lock(settings.lock_path):
            runs = [
                subprocess.Popen(
                    [sys.executable, "-m", "dagster", *BUILD],
                    cwd=PROJECT_FOLDER,
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                for _ in range(2)
            ]
            started = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])
            while instance.get_runs_count(started) < 2 and all(run.poll() is None for run in runs):
                time.sleep(0.2)
        assert [run.wait(SECONDS_AT_MOST) for run in runs] == [1, 1]
        records = instance.get_run_records()
        steps = [instance.get_run_step_stats(record.dagster_run.run_id) for record in records]
    assert len(records) == 2
    assert all("raw__articles_no_empty_run" in {step.step_key for step in made} for made in steps)
    (_, first_ended), (second_started, _) = sorted(
        (min(step.start_time or 0 for step in made), max(step.end_time or 0 for step in made))
        for made in steps
    )
    assert first_ended <= second_started
