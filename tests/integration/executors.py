"""The executors of a local Spark cluster that this process has started, and the end of one."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

_EXECUTOR = b"CoarseGrainedExecutorBackend"
_SECONDS_TO_WAIT = 120.0


def list_executors() -> list[int]:
    """Return the ids of the executor processes that descend from this one."""
    return [
        process
        for process in _list_processes()
        if _EXECUTOR in _read(process, "cmdline") and _descends(process, os.getpid())
    ]


class ExecutorKiller(threading.Thread):
    """Kills one executor as soon as the first task of a job has ended. `killed` is its id, 0 while there is none."""

    def __init__(self, work: Path) -> None:
        super().__init__(daemon=True)
        self.killed = 0
        self._work = work

    def run(self) -> None:
        deadline = time.monotonic() + _SECONDS_TO_WAIT
        while time.monotonic() < deadline:
            if any(self._work.glob("round-*/found/_temporary/0/task_*")) and (executors := list_executors()):
                os.kill(executors[0], signal.SIGKILL)
                self.killed = executors[0]
                return
            time.sleep(0.02)


def _list_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def _read(process: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{process}/{name}").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


def _descends(process: int, ancestor: int) -> bool:
    while process > 1:
        if process == ancestor:
            return True
        status = _read(process, "stat").rpartition(b")")[2].split()
        process = int(status[1]) if len(status) > 1 else 0
    return False
