import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.build_lock import BuildLockedError, hold_build_lock, is_awaited

HOLD = """
import sys, time
from pathlib import Path
from orchestration.build_lock import hold_build_lock
with hold_build_lock(Path(sys.argv[1]), wait_seconds=float(sys.argv[2])):
    print("held", flush=True)
    time.sleep(float(sys.argv[3]))
"""


def hold_elsewhere(path: Path, *, wait: float, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLD, str(path), str(wait), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_one_build_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "new" / "build.lock"
    with (
        hold_build_lock(path),
        pytest.raises(BuildLockedError, match="Another build is running"),
        hold_build_lock(path),
    ):
        pass
    with hold_build_lock(path):
        pass


def test_a_failed_build_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "build.lock"
    with pytest.raises(ZeroDivisionError), hold_build_lock(path):
        raise ZeroDivisionError
    with hold_build_lock(path):
        pass


def test_a_build_that_waits_gets_the_lock_of_one_that_ends_or_dies(tmp_path: Path) -> None:
    path = tmp_path / "build.lock"
    with hold_elsewhere(path, wait=0, seconds=60) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with hold_elsewhere(path, wait=60, seconds=0) as waiting:
            while not is_awaited(path):
                time.sleep(0.05)
            assert waiting.poll() is None
            holder.kill()
            assert waiting.stdout is not None and waiting.stdout.readline() == "held\n"
    assert not is_awaited(path)


def test_who_has_waited_long_enough_leaves(tmp_path: Path) -> None:
    path = tmp_path / "build.lock"
    started = time.monotonic()
    with hold_build_lock(path), pytest.raises(BuildLockedError), hold_build_lock(path, wait_seconds=1):
        pass
    assert 1 <= time.monotonic() - started < 10
