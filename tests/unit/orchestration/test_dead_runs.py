import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.build_lock import hold_build_lock, is_awaited
from orchestration.dead_runs import dead_runs
from orchestration.instance import open_instance, settle_dead_runs
from orchestration.settings import Settings
from tests.unit.orchestration.test_build_lock import hold_elsewhere


@dg.op(pool="warehouse")
def written() -> None: ...


@dg.job
def build() -> None:
    written()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("POTLINE_DATA", str(tmp_path))
    # Opening the instance sets it, and it is to be as it was afterwards.
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    return Settings(data=tmp_path, landing=tmp_path)


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with open_instance(settings) as opened:
        yield opened


@pytest.fixture
def left_open(instance: dg.DagsterInstance) -> dg.DagsterRun:
    """A run that began, took the slot of the pool, and was never heard of again."""
    run = instance.create_run_for_job(build)
    instance.report_dagster_event(
        dg.DagsterEvent(event_type_value=dg.DagsterEventType.RUN_START.value, job_name="build"), run.run_id
    )
    instance.event_log_storage.initialize_concurrency_limit_to_default("warehouse")
    claimed = instance.event_log_storage.claim_concurrency_slot("warehouse", run.run_id, "written")
    assert claimed.is_claimed
    return run


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.instance.SECONDS_TO_LOCK", -1)


def status_of(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.DagsterRunStatus:
    found = instance.get_run_by_id(run.run_id)
    assert found is not None
    return found.status


@pytest.mark.usefixtures("later")
def test_a_run_of_nobody_is_put_on_record_as_failed(
    instance: dg.DagsterInstance, left_open: dg.DagsterRun
) -> None:
    dead_runs(dg.build_sensor_context(instance=instance))
    assert status_of(instance, left_open) is dg.DagsterRunStatus.FAILURE
    assert not instance.event_log_storage.get_concurrency_info("warehouse").claimed_slots


@pytest.mark.usefixtures("later")
def test_a_run_that_holds_the_lock_is_left_alone(
    instance: dg.DagsterInstance, left_open: dg.DagsterRun, settings: Settings
) -> None:
    with hold_build_lock(settings.lock_path):
        skipped = dead_runs(dg.build_sensor_context(instance=instance))
    assert isinstance(skipped, dg.SkipReason) and skipped.skip_message == "A build is running."
    assert status_of(instance, left_open) is dg.DagsterRunStatus.STARTED


@pytest.mark.usefixtures("later")
def test_a_run_that_waits_for_the_lock_is_left_alone(
    instance: dg.DagsterInstance, left_open: dg.DagsterRun, settings: Settings
) -> None:
    with (
        hold_build_lock(settings.lock_path),
        hold_elsewhere(settings.lock_path, wait=60, seconds=0) as waiting,
    ):
        while not is_awaited(settings.lock_path):
            time.sleep(0.05)
        assert settle_dead_runs(instance, settings) == 0
        waiting.kill()
    assert status_of(instance, left_open) is dg.DagsterRunStatus.STARTED


def test_a_run_that_may_be_on_its_way_to_the_lock_is_left_alone(
    instance: dg.DagsterInstance, left_open: dg.DagsterRun
) -> None:
    dead_runs(dg.build_sensor_context(instance=instance))
    assert status_of(instance, left_open) is dg.DagsterRunStatus.STARTED


def test_one_run_at_a_time_and_the_others_in_a_queue(instance: dg.DagsterInstance) -> None:
    assert isinstance(instance.run_coordinator, dg.QueuedRunCoordinator)
    queue = instance.get_concurrency_config().run_queue_config
    assert queue is not None and queue.max_concurrent_runs == 1
    assert (instance.run_retries_enabled, instance.run_retries_max_retries) == (True, 2)
    assert not instance.run_retries_retry_on_asset_or_op_failure
