"""Run a command to its end, and see how long it takes and how much memory it has."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from typing import NamedTuple

import psutil

_PAUSE = 0.05  # seconds between two looks at the memory


class Ran(NamedTuple):
    """Seconds on the wall, and the largest sum of resident bytes of the process and all under it."""

    seconds: float
    peak_bytes: int


def run_watched(command: list[str]) -> Ran:
    """Run a command without a person's own settings.

    Raises:
        RuntimeError: it failed; the message ends with what it said last.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POTLINE_")}
    peak = 0
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        root = psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, _sum_memory(root))
            time.sleep(_PAUSE)
        seconds = time.perf_counter() - began
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command} failed: {said.read().decode(errors='replace')[-2000:]}")
    return Ran(seconds, peak)


def _sum_memory(root: psutil.Process) -> int:
    total = 0
    try:
        for process in [root, *root.children(recursive=True)]:
            try:
                total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
    except psutil.NoSuchProcess:
        pass
    return total
