"""When somebody is told: a run has failed for good, or no build has come to its end for too long."""

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from dagster._core.storage.tags import WILL_RETRY_TAG

from orchestration.alerts.deliver import deliver
from orchestration.alerts.message import Alert
from orchestration.assets.publication import RELEASE
from orchestration.build_failure import TELLING_EVENTS, explain_failure
from orchestration.settings import read_fresh_hours

UI_VARIABLE = "POTLINE_UI_URL"
UI_DEFAULT = "http://localhost:3000"
SECONDS_BETWEEN_LOOKS = 30
SECONDS_BETWEEN_AGES = 300


@dg.run_failure_sensor(
    name="failed_run",
    minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of a run that failed and is not made again by itself.",
)
def failed_run(context: dg.RunFailureSensorContext) -> None:
    """Send what failed, why in one sentence, and where its log is."""
    run = context.instance.get_run_by_id(context.dagster_run.run_id) or context.dagster_run
    if run.tags.get(WILL_RETRY_TAG) == "true":
        context.log.info(f"Run {run.run_id} failed and is made again.")
        return
    deliver(describe_run(context.instance, run), context.log)


@dg.sensor(
    name="stale_release",
    minimum_interval_seconds=SECONDS_BETWEEN_AGES,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells once of a release that no build has made or confirmed within the deadline.",
)
def stale_release(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Compare the age of the latest materialisation with the deadline; the cursor is the one that was told of."""
    latest = context.instance.get_latest_materialization_event(RELEASE)
    if latest is None:
        return dg.SkipReason("Nothing has been published yet.")
    hours = read_fresh_hours()
    if time.time() - latest.timestamp < hours * 3600:
        return dg.SkipReason("The release is fresh.")
    if context.cursor == str(latest.timestamp):
        return dg.SkipReason("The release is stale, and that was told.")
    made_at = datetime.fromtimestamp(latest.timestamp, UTC)
    told = deliver(
        Alert(
            "The published release is stale",
            f"The last build that came to its end did so at {made_at:%Y-%m-%d %H:%M} UTC, more than {hours} hours ago.",
            f"The runs: {_read_ui(os.environ)}/runs",
        ),
        context.log,
    )
    if told:
        context.update_cursor(str(latest.timestamp))
    return dg.SkipReason("The release is stale.")


def describe_run(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Alert:
    """Return what to tell of a failed run."""
    entries = instance.all_logs(run.run_id, of_type=set(TELLING_EVENTS))
    where = f"The log: {_read_ui(os.environ)}/runs/{run.run_id}"
    folder = Path(instance.storage_directory()) / run.run_id
    return Alert(
        what=f"Run {run.run_id[:8]} of {_name_job(run)} failed",
        why=explain_failure(entry.get_dagster_event() for entry in entries),
        where=f"{where} or {folder}" if folder.is_dir() else where,
    )


def _name_job(run: dg.DagsterRun) -> str:
    # What a person picks in the UI runs under a name of Dagster's own.
    return "chosen assets" if run.job_name.startswith("__") else run.job_name


def _read_ui(variables: Mapping[str, str]) -> str:
    return (variables.get(UI_VARIABLE) or UI_DEFAULT).rstrip("/")
