"""One build at a time in one data folder: a lock that the operating system drops when its holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BuildLockedError(Exception):
    """Another build holds the data folder."""


@contextmanager
def hold_build_lock(path: Path) -> Iterator[None]:
    """Hold the lock file for the length of the block.

    DuckDB's own lock is free between the steps of a build, when one step has closed the file and dbt has not
    yet opened it; this one is not.

    Raises:
        BuildLockedError: another build holds it.
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock_file:
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildLockedError(f"Another build is running in {path.parent}.") from None
        try:
            yield
        finally:
            fcntl.flock(lock_file, fcntl.LOCK_UN)
