"""One run of the job `build_all` in this process, quiet, with its log in a file."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.storage.tags import MAX_RETRIES_TAG

from orchestration.assets.publication import RELEASE
from orchestration.build_failure import explain_failure, was_stopped
from orchestration.build_lock import BuildLockedError, hold_build_lock
from orchestration.build_log import prune_logs
from orchestration.definitions import build_definitions
from orchestration.full_disk import explain_full_disk
from orchestration.instance import open_instance, settle_dead_runs
from orchestration.settings import Settings
from orchestration.terminal import CommandError
from orchestration.terminal_progress import TerminalProgress


def run_job(settings: Settings, *, full_refresh: bool, progress: TerminalProgress) -> None:
    """Run the job to its end.

    Raises:
        CommandError: a step or a check failed; the message names the log.
        KeyboardInterrupt: it was stopped.
    """
    log_path = settings.logs / f"build-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.log"
    prune_logs(settings.logs)
    configuration = {
        "loggers": {"file": {"config": {"path": str(log_path)}}},
        "resources": {"build": {"config": {"full_refresh": full_refresh, "wait_seconds": 0}}},
    }
    try:
        with _quiet(log_path), progress, open_instance(settings) as instance:
            with hold_build_lock(settings.lock_path):
                settle_dead_runs(instance, settings)
            job = build_definitions(progress).resolve_job_def("build_all")
            result = job.execute_in_process(
                run_config=configuration,
                instance=instance,
                # Whoever started it on a terminal starts it again, in the folders of that terminal.
                tags={MAX_RETRIES_TAG: "0"},
                raise_on_error=False,
            )
    except DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    except BuildLockedError as error:
        raise CommandError(str(error)) from error
    except Exception as error:
        # Dagster writes its records, and we the log, to the disk that the warehouse may have filled.
        if full := explain_full_disk(error, settings.data):
            raise CommandError(full) from error
        if isinstance(error, dg.DagsterError):
            raise CommandError(f"The build could not run; the details are in {log_path}.") from error
        raise
    if result.success:
        return
    if was_stopped(result.all_events):
        raise KeyboardInterrupt
    outcome = (
        "The release itself is published" if _is_released(result.all_events) else "Nothing was published"
    )
    raise CommandError(f"{explain_failure(result.all_events)} {outcome}; the details are in {log_path}.")


def _is_released(events: Iterable[dg.DagsterEvent]) -> bool:
    """Return whether what failed came after the release, such as a server that it was to go to."""
    return any(event.is_step_materialization and event.asset_key == RELEASE for event in events)


@contextmanager
def _quiet(log_path: Path) -> Iterator[None]:
    """Send what Dagster and dbt print to the log."""
    with log_path.open("a", encoding="utf-8") as log, redirect_stdout(log), redirect_stderr(log):
        yield
