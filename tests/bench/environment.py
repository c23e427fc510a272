"""The environment in which a build in this process finds its folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from orchestration.settings import DATA_VARIABLE, INPUT_VARIABLE, Settings


@contextmanager
def build_environment(settings: Settings) -> Iterator[None]:
    """Set the variables that a build reads, and put back what was there."""
    before = dict(os.environ)
    os.environ |= {DATA_VARIABLE: str(settings.data), INPUT_VARIABLE: str(settings.landing)}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before
