"""Which failures of a step may pass by themselves, and how long to wait before the step is tried again.

Dagster's own retry policy is not put on the steps: it takes a person's stop for a failure and starts again, and it
tries a rejected configuration or a failed test as often as a server that does not answer. It only computes the waits.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from ingest.articles.remote import UnreachableError
from ingest.engines.local import WorkerDiedError
from ingest.engines.spark import SparkLostError
from orchestration.full_disk import FullDiskError, explain_full_disk
from orchestration.settings import Settings
from warehouse.errors import ServerUnavailableError, WarehouseLockedError

PASSING_ERRORS = (
    ServerUnavailableError,
    SparkLostError,
    UnreachableError,
    WarehouseLockedError,
    WorkerDiedError,
)
PASSING_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.ETIMEDOUT, errno.ESTALE})
# DuckDB, also inside dbt, tells these in words only.
PASSING_WORDS = ("Could not set lock on file", "No space left on device")


@contextmanager
def retry_what_may_pass(context: dg.AssetExecutionContext, settings: Settings) -> Iterator[None]:
    """Have Dagster try the step again when what fails inside the block may pass.

    The waits grow: with the defaults about 2, 6, 14 and 30 seconds, each up to 2 seconds more or less.

    Raises:
        RetryRequested: the step is to be tried again.
        FullDiskError: it failed for good, for want of space.
    """
    try:
        yield
    except Exception as error:
        if context.retry_number >= settings.retries or not may_pass(error):
            if full := explain_full_disk(error, settings.data):
                raise FullDiskError(full) from error
            raise
        raise dg.RetryRequested(
            max_retries=settings.retries,
            seconds_to_wait=choose_wait(context.retry_number + 1, settings.retry_seconds),
        ) from error


def may_pass(error: BaseException) -> bool:
    """Tell whether an error, or one that it came from, may be gone at another try."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, PASSING_ERRORS) or any(words in str(link) for words in PASSING_WORDS):
            return True
        if isinstance(link, OSError) and link.errno in PASSING_NUMBERS:
            return True
        link = link.__cause__
    return False


def choose_wait(attempt: int, first_seconds: float) -> float:
    """Return the seconds to wait before the first, second, ... retry: doubling, and never the same for two."""
    policy = dg.RetryPolicy(delay=first_seconds, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)
    return float(policy.calculate_delay(attempt))
