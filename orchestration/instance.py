"""The Dagster instance of a data folder: its settings file, and the records that a killed build has left open."""

import os
import shutil
import time
from pathlib import Path

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from orchestration.build_lock import is_awaited
from orchestration.settings import Settings, read_settings

TEMPLATE = Path(__file__).with_name("dagster.yaml")
# A run takes the lock at once after it has started.
SECONDS_TO_LOCK = 10


def prepare_home(settings: Settings) -> Path:
    """Create DAGSTER_HOME with its settings file and return it."""
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    target = home / "dagster.yaml"
    if not target.exists() or target.read_bytes() != TEMPLATE.read_bytes():
        shutil.copyfile(TEMPLATE, target)
    return home


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Open the instance for a build on a terminal.

    It keeps the same records as the UI, so that a build made here is seen there. What the steps print is not
    captured: the build has a log file of its own.
    """
    home = prepare_home(settings)
    os.environ["DAGSTER_HOME"] = str(home)
    overrides = {
        "compute_logs": {
            "module": "dagster._core.storage.noop_compute_log_manager",
            "class": "NoOpComputeLogManager",
        },
        "storage": {
            "custom": {
                "module": "orchestration.dagster_storage",
                "class": "OpenSqliteStorage",
                "config": {"base_dir": str(home)},
            }
        },
    }
    return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home), overrides=overrides))


def list_open_runs(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """Return the runs that count as running, but for those so young that they may not have come to the lock yet."""
    open_runs = instance.get_run_records(filters=dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    return [
        record.dagster_run
        for record in open_runs
        if record.start_time is None or time.time() - record.start_time > SECONDS_TO_LOCK
    ]


def settle_dead_runs(instance: dg.DagsterInstance, settings: Settings) -> int:
    """Mark runs that nobody is running any more as failed, free the pool slots they hold, and return how many.

    Only right while the caller holds the lock of the data folder, so that no build is running there: a build killed
    in the middle would otherwise count as running for ever, and the queue would wait for it. While a run waits for
    the lock none is marked, because that one cannot be told from the dead; slots are taken only under the lock.
    """
    storage = instance.event_log_storage
    for pool in storage.get_concurrency_keys():
        for slot in storage.get_concurrency_info(pool).claimed_slots:
            storage.free_concurrency_slots_for_run(slot.run_id)
    dead = [] if is_awaited(settings.lock_path) else list_open_runs(instance)
    for run in dead:
        instance.report_run_failed(run, "The process that made this build is gone.")
    return len(dead)


if __name__ == "__main__":
    print(prepare_home(read_settings()))
