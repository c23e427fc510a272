"""Time several things in turn, round after round, so that all of them see the same moods of the machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median


def time_in_turn(
    tasks: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, list[float]]:
    """Run every task once a round, and return the seconds of each by its name.

    The clock of the processor does not run while other programs have the core; where a task has processes of its
    own, only the clock on the wall will do.
    """
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            began = clock()
            task()
            seconds[name].append(clock() - began)
    return seconds


def compare_pairs(dividends: list[float], divisors: list[float]) -> float:
    """The median over the rounds of the ratio of the two of a round."""
    return median(a / b for a, b in zip(dividends, divisors, strict=True))
