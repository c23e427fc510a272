import errno
import os
from pathlib import Path

import duckdb
import pytest

from orchestration import full_disk
from orchestration.full_disk import explain_full_disk

DATA = Path("/data")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space", "/d/x.log"), "There is no space left on the disk for /d/x.log."),
        (OSError(errno.ENOSPC, "No space"), "There is no space left on the disk for /data."),
        (OSError(errno.EDQUOT, "Quota", "/d/x"), "The disk quota for /d/x is used up."),
        (
            duckdb.IOException('IO Error: Could not write file "/d/p.duckdb.wal": No space left on device'),
            "There is no space left on the disk for /d/p.duckdb.wal.",
        ),
        (
            duckdb.IOException('IO Error: Could not write file "/d/p.duckdb": File too large'),
            "The system lets no file become as large as /d/p.duckdb would have to (ulimit -f).",
        ),
        (
            RuntimeError("(sqlite3.OperationalError) database or disk is full"),
            "There is no space left on the disk for /data.",
        ),
        (
            RuntimeError("(sqlite3.OperationalError) disk I/O error"),
            "The disk for /data gives errors.",
        ),
        (
            RuntimeError('  File "/lib/dbt/main.py", line 3, in build\nOSError: [Errno 27] File too large'),
            "The system lets no file become as large as /data would have to (ulimit -f).",
        ),
    ],
    ids=repr,
)
def test_a_full_disk_is_told_with_its_place(error: Exception, said: str) -> None:
    assert explain_full_disk(error, DATA) == said


def test_an_error_of_a_disk_that_is_full_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = RuntimeError("(sqlite3.OperationalError) disk I/O error")
    assert explain_full_disk(error, tmp_path) == f"The disk for {tmp_path} gives errors."
    monkeypatch.setattr(full_disk, "_LEAST_BYTES", 2**62)
    assert explain_full_disk(error, tmp_path) == f"There is no space left on the disk for {tmp_path}."


def test_it_is_found_behind_what_came_of_it() -> None:
    error = RuntimeError("the step failed")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device", "/d/x")
    assert explain_full_disk(error) == "There is no space left on the disk for /d/x."


def test_a_disk_that_is_really_full_is_told() -> None:
    try:
        with Path("/dev/full").open("w") as file:
            file.write("x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        assert explain_full_disk(error) == "There is no space left on the disk for what is written."


@pytest.mark.parametrize(
    "error",
    [OSError(errno.EACCES, "Permission denied", "/d/x"), ValueError("no space"), KeyError("x")],
    ids=repr,
)
def test_anything_else_is_not(error: Exception) -> None:
    assert explain_full_disk(error, DATA) is None
