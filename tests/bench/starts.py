"""How long the command line takes to start."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from tests.bench.figures import Figure, Measured, times
from tests.bench.rounds import time_in_turn
from tests.bench.workshop import Workshop

ROUNDS = 9
GOAL = 0.5
POTLINE = str(Path(sys.executable).with_name("potline"))


def measure(workshop: Workshop) -> Measured:
    """Time each command and a Python that does nothing in turn."""
    count = workshop.sizes.few
    data = ["--data", str(workshop.settings(count).data)]
    commands = {
        "python": [sys.executable, "-c", "pass"],
        "potline --help": [POTLINE, "--help"],
        "potline status": [POTLINE, "status", *data],
        'potline query "select 1"': [POTLINE, "query", "select 1", *data],
    }
    run = partial(subprocess.run, check=True, capture_output=True)
    tasks = {name: partial(run, command) for name, command in commands.items()}
    for task in tasks.values():
        task()
    seconds = time_in_turn(tasks, ROUNDS, time.perf_counter)
    bare = min(seconds.pop("python"))
    figures = [
        Figure(
            f"start of `{name}`",
            f"{min(spent):.2f} s, {times(min(spent) / bare)} `python -c pass`",
            f"under {GOAL:g} s",
            min(spent) < GOAL,
        )
        for name, spent in seconds.items()
    ]
    return Measured(
        figures,
        f"Whole processes on the wall, on a release of {count:,} articles; best of {ROUNDS} alternating rounds after "
        "one that is not counted.",
    )
