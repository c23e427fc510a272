"""Extraction on this machine: in this process, or in several.

Batches come in and go out in one order whatever the number of processes, so that what is written is the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pyarrow as pa

from ingest.engines.map import ExtractedBatch, map_batch, pack_table, unpack_table
from ingest.lexicon import Lexicon, load_lexicon

_WAITING_BATCHES = 2  # beyond one a worker: enough that nobody waits, few enough that memory is bounded

# A worker's own, set once when it starts: the lexicon takes longer to load than a batch to read.
_lexicon: Lexicon | None = None
_version = ""


class WorkerDiedError(Exception):
    """A worker process ended while it read a batch, killed or out of memory."""


def count_usable_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def extract_here(batches: Iterable[pa.Table], world: Path, version: str) -> Iterator[ExtractedBatch]:
    """Extract batches one after the other in this process.

    Args:
        batches: articles as `extract_batch` takes them.
        world: the folder of the seeds.
        version: the extractor version to record.
    """
    lexicon = load_lexicon(world)
    for batch in batches:
        yield map_batch(batch, lexicon, version)


def extract_in_processes(
    batches: Iterable[pa.Table], world: Path, version: str, *, workers: int
) -> Generator[ExtractedBatch, None, None]:
    """Extract batches in processes of their own, several at a time.

    A batch is asked for only when one is taken: at most `workers` and two more are in memory, and none is read ahead
    while nobody takes what is done.

    Args:
        batches: articles as `extract_batch` takes them.
        world: the folder of the seeds.
        version: the extractor version to record.
        workers: how many processes, at least 1.

    Yields:
        What the batches yield, in the order of the batches.

    Raises:
        WorkerDiedError: a process ended before its batch was read. What was yielded before stands.
    """
    # Threads run in this process, so that a fork of it could find a lock held for good.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin_work, (world, version)) as pool:
        pending: deque[Future[tuple[list[str], dict[str, bytes]]]] = deque()
        try:
            for batch in batches:
                pending.append(pool.submit(_work, pack_table(batch)))
                if len(pending) >= workers + _WAITING_BATCHES:
                    yield _receive(pending.popleft())
            while pending:
                yield _receive(pending.popleft())
        except BrokenProcessPool as error:
            raise WorkerDiedError("A process that extracts facts died, killed or out of memory.") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _receive(future: Future[tuple[list[str], dict[str, bytes]]]) -> ExtractedBatch:
    article_ids, packed = future.result()
    return ExtractedBatch(article_ids, {name: unpack_table(table) for name, table in packed.items()})


def _begin_work(world: Path, version: str) -> None:
    global _lexicon, _version
    # Whoever stops the build stops the parent, which tells the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _lexicon, _version = load_lexicon(world), version
    gc.freeze()  # it stays for as long as the process, and a collection need not look through it


def _end_with_parent() -> None:
    """A parent that is killed tells nobody: its workers would wait for batches for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "the worker has no parent"
    parent.join()
    os._exit(1)


def _work(packed: bytes) -> tuple[list[str], dict[str, bytes]]:
    assert _lexicon is not None, "the worker was not begun"
    article_ids, tables = map_batch(unpack_table(packed), _lexicon, _version)
    return article_ids, {name: pack_table(table) for name, table in tables.items()}
