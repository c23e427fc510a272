"""How long each stage of a build takes."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from rich.console import Console

from orchestration.build_run import run_job
from orchestration.settings import Settings
from orchestration.terminal_progress import LABELS
from tests.bench.environment import build_environment
from tests.bench.tables import Rows
from tests.bench.timed_progress import TimedProgress


def measure_build(landing: Path, console: Console) -> Rows:
    """Build a landing folder into an empty folder and again, and return the seconds of each stage of both."""
    rows: Rows = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), landing=landing)
        settings.logs.mkdir(parents=True)
        with build_environment(settings):
            for name in ("first build", "second build, nothing new"):
                progress = TimedProgress(console)
                began = time.perf_counter()
                run_job(settings, full_refresh=False, progress=progress)
                rows.append([f"{name}: all", f"{time.perf_counter() - began:.1f}"])
                rows += [
                    [f"{name}: {LABELS[step]}", f"{spent:.1f}"] for step, spent in progress.seconds.items()
                ]
    return rows
