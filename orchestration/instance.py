"""The Dagster instance of a data folder: its settings file, and the records that a killed build has left open."""

import os
import shutil
from pathlib import Path

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from orchestration.settings import Settings, read_settings

TEMPLATE = Path(__file__).with_name("dagster.yaml")


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
    no_capture = {
        "module": "dagster._core.storage.noop_compute_log_manager",
        "class": "NoOpComputeLogManager",
    }
    return dg.DagsterInstance.from_ref(
        InstanceRef.from_dir(str(home), overrides={"compute_logs": no_capture})
    )


def settle_dead_runs(instance: dg.DagsterInstance) -> None:
    """Mark runs that nobody is running any more as failed and free the pool slots they hold.

    Only right while the caller knows that no build is running in the data folder: a build killed in the middle
    would otherwise count as running for ever, and the queue would wait for it.
    """
    dead = instance.get_runs(filters=dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    for run in dead:
        instance.report_run_failed(run, "The process that made this build is gone.")
    storage = instance.event_log_storage
    for pool in storage.get_concurrency_keys():
        for slot in storage.get_concurrency_info(pool).claimed_slots:
            storage.free_concurrency_slots_for_run(slot.run_id)


if __name__ == "__main__":
    print(prepare_home(read_settings()))
