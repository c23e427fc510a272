"""Dagster's daemon on a data folder: runs queue, a run whose process died is made again, and failures are told."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import dagster as dg
import pytest

from orchestration.build_lock import hold_build_lock
from orchestration.instance import prepare_home
from orchestration.settings import PROJECT_FOLDER, Settings
from tests.hook import Hook, open_hook
from tests.integration.commands import clean_environment

SECONDS_AT_MOST = 300
OVER = frozenset({dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.CANCELED})

Found = TypeVar("Found")


@dataclass(frozen=True)
class Story:
    """What became of three runs: one of the sensor that was killed, one by hand, and the killed one made again."""

    hook: Hook
    killed: dg.RunRecord
    by_hand: dg.RunRecord
    again: dg.RunRecord
    by_hand_was: dg.DagsterRunStatus


def wait_until(found: Callable[[], Found | None]) -> Found:
    give_up_at = time.monotonic() + SECONDS_AT_MOST
    while time.monotonic() < give_up_at:
        if (what := found()) is not None:
            return what
        time.sleep(0.5)
    raise AssertionError("it did not come to pass")


def find_run(
    instance: dg.DagsterInstance, is_it: Callable[[dg.RunRecord], bool]
) -> Callable[[], dg.RunRecord | None]:
    return lambda: next((record for record in instance.get_run_records() if is_it(record)), None)


def kill_process_of(instance: dg.DagsterInstance, run: dg.DagsterRun) -> None:
    said = " ".join(entry.message for entry in instance.all_logs(run.run_id))
    found = re.search(r"Started process for run \(pid: (\d+)\)", said)
    assert found, said
    os.kill(int(found[1]), signal.SIGKILL)


@contextmanager
def running_daemon(environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        daemon = subprocess.Popen(
            [Path(sys.executable).with_name("dagster-daemon"), "run"],
            cwd=PROJECT_FOLDER,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            daemon.send_signal(signal.SIGINT)
            try:
                daemon.wait(60)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("daemon")
    settings = Settings(data=folder / "data", landing=folder / "landing")
    (folder / "landing").mkdir()
    # Every run fails at a check, and early: the folder gives no article.
    (folder / "landing" / "empty.txt").write_text("", encoding="utf-8")
    home = prepare_home(settings)
    with open_hook() as hook, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(home))
        environment = {
            **clean_environment(),
            "DAGSTER_HOME": str(home),
            "POTLINE_DATA": str(settings.data),
            "POTLINE_INPUT": str(settings.landing),
            "POTLINE_NOTIFY": "webhook",
            "POTLINE_NOTIFY_URL": hook.url,
        }
        with dg.DagsterInstance.get() as instance, running_daemon(environment, folder / "daemon.log"):
            with hold_build_lock(settings.lock_path):
                # The landing folder's sensor starts the first; it comes to the lock and waits there.
                first = wait_until(
                    find_run(instance, lambda run: run.dagster_run.status is dg.DagsterRunStatus.STARTED)
                )
                subprocess.run(
                    [Path(sys.executable).with_name("dagster"), "job", "launch", "-j", "build_all"],
                    cwd=PROJECT_FOLDER,
                    env=environment,
                    capture_output=True,
                    check=True,
                )
                second = wait_until(
                    find_run(instance, lambda run: run.dagster_run.run_id != first.dagster_run.run_id)
                )
                time.sleep(10)
                waiting = instance.get_run_by_id(second.dagster_run.run_id)
                assert waiting is not None
                kill_process_of(instance, first.dagster_run)
                third = wait_until(
                    find_run(instance, lambda run: run.dagster_run.parent_run_id == first.dagster_run.run_id)
                )

            def ended(run_id: str) -> dg.RunRecord:
                return wait_until(
                    find_run(
                        instance,
                        # Whether it is made again is written down a moment after its end.
                        lambda run: (
                            run.dagster_run.run_id == run_id
                            and run.dagster_run.status in OVER
                            and "dagster/will_retry" in run.dagster_run.tags
                        ),
                    )
                )

            runs = [ended(run.dagster_run.run_id) for run in (first, second, third)]
            wait_until(lambda: hook.told if len(hook.told) >= 2 else None)
            yield Story(hook, runs[0], runs[1], runs[2], waiting.status)


def test_a_run_waits_in_the_queue_while_another_is_made(story: Story) -> None:
    assert story.by_hand_was is dg.DagsterRunStatus.QUEUED
    before, after = sorted((story.by_hand, story.again), key=lambda run: run.start_time or 0)
    assert before.end_time is not None and after.start_time is not None
    assert before.end_time <= after.start_time


def test_a_run_whose_process_died_is_made_again_and_one_that_failed_a_check_is_not(story: Story) -> None:
    assert story.killed.dagster_run.tags["dagster/will_retry"] == "true"
    assert story.again.dagster_run.root_run_id == story.killed.dagster_run.run_id
    for run in (story.by_hand, story.again):
        assert run.dagster_run.status is dg.DagsterRunStatus.FAILURE
        assert run.dagster_run.tags["dagster/will_retry"] == "false"


def test_failures_for_good_are_told_each_once(story: Story) -> None:
    told = {body["what"]: body for _, _, body in story.hook.told}
    assert len(story.hook.told) == len(told) == 2
    for run in (story.by_hand, story.again):
        run_id = run.dagster_run.run_id
        body = told[f"Run {run_id[:8]} of build_all failed"]
        assert body["why"] == "1 check failed (raw/articles: no_empty_run)."
        assert body["where"].startswith(f"The log: http://localhost:3000/runs/{run_id}")
