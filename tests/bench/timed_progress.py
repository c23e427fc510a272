"""The progress of a build, with the seconds of each step."""

from __future__ import annotations

import time

from rich.console import Console

from orchestration.progress import Step
from orchestration.terminal_progress import TerminalProgress


class TimedProgress(TerminalProgress):
    """Notes when each step begins and ends."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.seconds: dict[Step, float] = {}
        self._began: dict[Step, float] = {}

    def start(self, step: Step, total: int | None = None) -> None:
        super().start(step, total)
        self._began.setdefault(step, time.perf_counter())

    def finish(self, step: Step, note: str = "") -> None:
        super().finish(step, note)
        self.seconds[step] = time.perf_counter() - self._began[step]
