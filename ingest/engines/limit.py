"""The computing time that one article may take, kept by the clock of the kernel.

It counts the processor's time and not the day's: a machine that is busy with something else, or was asleep, rejects
nothing.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ARTICLE_SECONDS = 120
"""Seconds of computing that one article may take, unless somebody sets another limit."""

HAS_TIMER = hasattr(signal, "setitimer")
"""Whether the system can keep a limit; where it cannot there is none."""

TIME_IS_UP = signal.SIGPROF if HAS_TIMER else None
"""The signal that ends a process whose time is up."""


class TimeIsUpError(BaseException):
    """The article took more time than it may. No `except Exception` on the way is to swallow it."""


def describe_slowness(seconds: float) -> str:
    """Say of an article that its time was up."""
    return f"Its facts take more than {seconds:g} seconds of computing to extract."


@contextmanager
def die_after(seconds: float) -> Iterator[None]:
    """Have the kernel end this process when the block takes longer, whatever the process is doing then.

    Args:
        seconds: of computing, by all threads of the process.
    """
    if not HAS_TIMER:
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@contextmanager
def raise_after(seconds: float) -> Iterator[None]:
    """Raise in the block when it takes longer: for a process that is not ours to end.

    Signals reach the main thread alone; in another one there is no limit.

    Args:
        seconds: of computing, by all threads of the process.

    Raises:
        TimeIsUpError: the time is up.
    """
    if not HAS_TIMER or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise TimeIsUpError(describe_slowness(seconds))

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
