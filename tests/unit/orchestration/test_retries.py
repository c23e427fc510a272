import errno
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import dagster as dg
import pytest

from ingest.articles.remote import RemoteError, UnreachableError, scan_url
from ingest.engines.local import WorkerDiedError
from ingest.engines.spark import SparkError, SparkLostError
from orchestration.dbt_results import DbtBuildError
from orchestration.retries import choose_wait, may_pass, retry_what_may_pass
from orchestration.settings import Settings, SettingsError
from warehouse.errors import ServerUnavailableError, WarehouseError, WarehouseLockedError
from warehouse.store import open_store

HOLD = """
import sys, time
from warehouse.store import open_store
with open_store(sys.argv[1]):
    print("open", flush=True)
    time.sleep(60)
"""


@contextmanager
def held_by_another(warehouse: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(warehouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "open\n"
        yield holder
        holder.kill()


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        WarehouseLockedError("The warehouse is in use."),
        ServerUnavailableError("PostgreSQL does not answer."),
        UnreachableError("It cannot be listed."),
        WorkerDiedError("A process died."),
        SparkLostError("Spark ended before its work was done."),
        OSError(errno.ENOSPC, "No space left on device"),
        caused_by(WarehouseError("It cannot be opened."), OSError(errno.ENOSPC, "No space left on device")),
        caused_by(DbtBuildError("dbt failed."), RuntimeError("IO Error: Could not set lock on file x")),
    ],
    ids=repr,
)
def test_what_may_pass(error: Exception) -> None:
    assert may_pass(error)


@pytest.mark.parametrize(
    "error",
    [
        SettingsError("It must be a positive whole number."),
        RemoteError("There is nothing at it."),
        SparkError("The engine spark needs Java."),
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
        WarehouseError("It is no file of DuckDB."),
        caused_by(DbtBuildError("dbt failed at test unique."), RuntimeError("Got 3 results")),
        ZeroDivisionError(),
    ],
    ids=repr,
)
def test_what_does_not_pass(error: Exception) -> None:
    assert not may_pass(error)


def test_a_server_that_does_not_answer_may_answer_later() -> None:
    with pytest.raises(UnreachableError):
        list(scan_url("http://127.0.0.1:9/news"))
    with pytest.raises(RemoteError) as raised:
        list(scan_url("ftp://127.0.0.1/news"))
    assert not isinstance(raised.value, UnreachableError)


def test_waits_grow_and_differ() -> None:
    waits = [[choose_wait(attempt, 2) for _ in range(20)] for attempt in (1, 2, 3, 4)]
    assert all(max(shorter) < min(longer) for shorter, longer in pairwise(waits[1:]))
    assert len(set(waits[0])) > 1
    assert min(waits[0]) >= 0 and max(waits[3]) <= 32


def run_opening(
    settings: Settings, before: Callable[[int], None] = lambda attempt: None
) -> tuple[dg.ExecuteInProcessResult, int]:
    """Run an asset that opens the warehouse, and count its attempts; `before` hears of each before it is made."""
    attempts = 0

    @dg.asset
    def opened(context: dg.AssetExecutionContext) -> None:
        nonlocal attempts
        attempts += 1
        before(attempts)
        with retry_what_may_pass(context, settings), open_store(settings.warehouse_path):
            pass

    with dg.instance_for_test() as instance:
        result = dg.materialize([opened], instance=instance, raise_on_error=False)
    return result, attempts


def test_a_step_waits_for_a_lock_that_another_process_holds_for_a_while(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, landing=tmp_path, retry_seconds=1)
    with held_by_another(settings.warehouse_path) as holder:

        def end_holder(attempt: int) -> None:
            if attempt == 3:
                holder.kill()
                holder.wait()

        result, attempts = run_opening(settings, end_holder)
    assert result.success
    assert attempts == 3
    retried = [
        event for event in result.all_events if event.event_type is dg.DagsterEventType.STEP_UP_FOR_RETRY
    ]
    assert len(retried) == 2


def test_a_lock_that_stays_is_told_as_it_is(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, landing=tmp_path, retries=1, retry_seconds=1)
    with held_by_another(settings.warehouse_path):
        result, attempts = run_opening(settings)
    assert not result.success
    assert attempts == 2
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    error = failure.step_failure_data.error
    assert error is not None and error.cause is not None
    assert error.cause.cls_name == "WarehouseLockedError"


def test_what_no_retry_can_mend_fails_at_once(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, landing=tmp_path)
    settings.warehouse_path.mkdir(parents=True)
    started = time.monotonic()
    result, attempts = run_opening(settings)
    assert not result.success
    assert attempts == 1
    assert time.monotonic() - started < 10
