"""When a run whose process is gone is put on record as failed, so that the queue moves on."""

import dagster as dg

from orchestration.build_lock import BuildLockedError, hold_build_lock
from orchestration.instance import list_open_runs, settle_dead_runs
from orchestration.settings import read_settings

SECONDS_BETWEEN_LOOKS = 60


@dg.sensor(
    name="dead_runs",
    minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Marks runs as failed that nobody is running any more, such as a build on a terminal that was killed.",
)
def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Look for runs that count as running while nobody holds the lock of the data folder."""
    settings = read_settings()
    # The lock is tried only when there is a reason: a build that starts at that moment would find it taken.
    if not list_open_runs(context.instance):
        return dg.SkipReason("No run is open.")
    try:
        with hold_build_lock(settings.lock_path):
            settled = settle_dead_runs(context.instance, settings)
    except BuildLockedError:
        return dg.SkipReason("A build is running.")
    return dg.SkipReason(f"Runs marked as failed: {settled}.")
