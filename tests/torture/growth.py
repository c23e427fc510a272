"""What something costs on a text and on a longer one, and whether that grows with the length."""

import gc
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from ingest.engines.limit import TimeIsUpError, raise_after

STEP = 8
MOST_GROWTH = 2.5 * STEP
"""Times the cost at eight times the length; honest work lies between 7 and 12, the square at 64."""
LEAST_SECONDS = 0.03
"""Below this the clock tells more of the machine than of the pattern."""
PATIENCE = 60
"""Seconds after which something is as good as endless."""
ROUNDS = 2


@dataclass(frozen=True)
class Growth:
    """What something costs at one length and at a longer one, in seconds of the processor."""

    what: str
    text: str
    shorter: int
    longer: int
    seconds_shorter: float
    seconds_longer: float

    @property
    def times(self) -> float:
        """How many times as much the longer one costs."""
        return self.seconds_longer / max(self.seconds_shorter, LEAST_SECONDS / STEP)

    @property
    def is_linear(self) -> bool:
        """Whether it grows with the length, as far as a clock can tell."""
        step = self.longer / self.shorter
        return self.seconds_longer < LEAST_SECONDS or self.times <= MOST_GROWTH / STEP * step

    def __str__(self) -> str:
        cost = f"{self.seconds_longer:.2f} s" if math.isfinite(self.seconds_longer) else "no end"
        return (
            f"{self.what} on {self.text}: {cost} at {self.longer:,}, {self.times:.1f} times {self.shorter:,}"
        )


def grow(what: str, text: str, run: Callable[[str], object], shorter: str, longer: str) -> Growth:
    """Measure one thing at two lengths."""
    return Growth(what, text, len(shorter), len(longer), clock(run, shorter), clock(run, longer))


def clock(run: Callable[[str], object], text: str) -> float:
    """The least processor time of some rounds, in seconds; infinite for what does not end."""
    best = math.inf
    for _ in range(ROUNDS):
        gc.disable()
        began = time.process_time()
        try:
            with raise_after(PATIENCE):
                run(text)
        except TimeIsUpError:
            return math.inf
        finally:
            gc.enable()
        best = min(best, time.process_time() - began)
        if best > 1 or best < LEAST_SECONDS:  # told in one round
            break
    return best
