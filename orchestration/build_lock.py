"""One build at a time in one data folder: a lock that the operating system drops when its holder dies."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SECONDS_BETWEEN_TRIES = 0.5


class BuildLockedError(Exception):
    """Another build holds the data folder."""


@contextmanager
def hold_build_lock(path: Path, *, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lock file for the length of the block.

    DuckDB's own lock is free between the steps of a build, when one step has closed the file and dbt has not
    yet opened it; this one is not.

    Args:
        path: the lock file; its folder is created.
        wait_seconds: how long to wait for a build that holds it.

    Raises:
        BuildLockedError: another build holds it, and still did after that time.
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock_file:
        if not _try_lock(lock_file):
            _wait_for_lock(lock_file, path, wait_seconds)
        try:
            yield
        finally:
            fcntl.flock(lock_file, fcntl.LOCK_UN)


def is_awaited(path: Path) -> bool:
    """Tell whether a build waits for the lock file just now."""
    with _name_queue(path).open("a") as queue:
        return not _try_lock(queue)


def _wait_for_lock(lock_file: IO[str], path: Path, wait_seconds: float) -> None:
    give_up_at = time.monotonic() + wait_seconds
    # Who waits has a run that looks like that of a build that died: this lock tells them apart.
    with _name_queue(path).open("a") as queue:
        fcntl.flock(queue, fcntl.LOCK_SH)
        while time.monotonic() < give_up_at:
            time.sleep(SECONDS_BETWEEN_TRIES)
            if _try_lock(lock_file):
                return
    raise BuildLockedError(f"Another build is running in {path.parent}.")


def _name_queue(path: Path) -> Path:
    return path.with_name(f"{path.name}.queue")


def _try_lock(lock_file: IO[str]) -> bool:
    try:
        fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
