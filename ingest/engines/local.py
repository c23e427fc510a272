"""Extraction on this machine, in processes of its own: an article that ends its process ends nothing else.

Batches come in and go out in one order whatever the number of processes, so that what is written is the same.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

import pyarrow as pa

from ingest.articles.reasons import Reason
from ingest.engines.child import Child, ChildDiedError
from ingest.engines.limit import ARTICLE_SECONDS, describe_slowness
from ingest.engines.map import (
    ExtractedBatch,
    Failure,
    Reader,
    list_articles,
    pack_table,
    unpack_table,
)
from ingest.extract import extract
from ingest.extraction import tabulate

_WAITING_BATCHES = 2  # beyond one a process: enough that nobody waits, few enough that memory is bounded
_DEATHS = 2  # of a process that an article has for itself; the first may be anybody's doing


class WorkerDiedError(Exception):
    """The processes that extract facts cannot begin, for want of memory or of their files."""


def count_usable_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def extract_in_processes(
    batches: Iterable[pa.Table],
    world: Path,
    version: str,
    *,
    workers: int,
    seconds: float = ARTICLE_SECONDS,
    read: Reader = extract,
) -> Generator[ExtractedBatch, None, None]:
    """Extract batches in processes of their own, several at a time.

    A batch is asked for only when one is taken: at most `workers` and two more are in memory, and none is read ahead
    while nobody takes what is done. A batch of which a process dies is read again article by article, and the
    article that ends its process once more is a failure.

    Args:
        batches: articles as `extract_batch` takes them.
        world: the folder of the seeds.
        version: the extractor version to record.
        workers: how many processes, at least 1.
        seconds: of computing that one article may take.
        read: what reads an article; a function of a module.

    Yields:
        What the batches yield, in the order of the batches.

    Raises:
        WorkerDiedError: a process could not begin. What was yielded before stands.
    """
    crew = _Crew(workers, _Hiring(world, version, seconds, read))
    try:
        yield from crew.work(iter(batches))
    except ChildDiedError as error:
        raise WorkerDiedError("A process that extracts facts could not begin.") from error
    finally:
        crew.close()


@dataclass(frozen=True)
class _Hiring:
    """How a process is started."""

    world: Path
    version: str
    seconds: float
    read: Reader

    def start(self) -> Child:
        try:
            return Child(self.world, self.version, self.seconds, self.read)
        except OSError as error:  # the system has no process left to give
            raise ChildDiedError(None) from error


@dataclass
class _Task:
    """A batch, packed, and what it yielded."""

    packed: bytes
    found: ExtractedBatch | None = None


class _Crew:
    """The processes, and which batch each has at hand; none while it begins."""

    def __init__(self, size: int, hiring: _Hiring) -> None:
        self._size = size
        self._hiring = hiring
        self._at_work: dict[Child, _Task | None] = {}
        self._idle: list[Child] = []

    def work(self, batches: Iterator[pa.Table]) -> Iterator[ExtractedBatch]:
        tasks: deque[_Task] = deque()  # in their order, until they are given out
        waiting: deque[_Task] = deque()  # of these, those that nobody has at hand
        is_more = True
        while True:
            while is_more and len(tasks) < self._size + _WAITING_BATCHES:
                batch = next(batches, None)
                if batch is None:
                    is_more = False
                else:
                    tasks.append(_Task(pack_table(batch)))
                    waiting.append(tasks[-1])
            if not tasks:
                return
            # No more processes than there are batches.
            while len(self._at_work) + len(self._idle) < min(self._size, len(tasks)):
                self._at_work[self._hiring.start()] = None
            while self._idle and waiting:
                child, task = self._idle.pop(), waiting.popleft()
                self._at_work[child] = task
                child.ask(task.packed)
            if (found := tasks[0].found) is not None:
                tasks.popleft()
                yield found
            else:
                self._hear()

    def _hear(self) -> None:
        """Wait until a process has something to say, and take it."""
        ready = wait([child.connection for child in self._at_work])
        for child in [child for child in self._at_work if child.connection in ready]:
            task = self._at_work.pop(child)
            try:
                if task is None:
                    child.await_beginning()
                else:
                    task.found = child.answer()
            except ChildDiedError as death:
                child.close()
                if task is None:
                    raise
                task.found = _read_singly(unpack_table(task.packed), death, self._hiring)
            else:
                self._idle.append(child)

    def close(self) -> None:
        for child in (*self._at_work, *self._idle):
            child.close()


def _read_singly(batch: pa.Table, death: ChildDiedError, hiring: _Hiring) -> ExtractedBatch:
    """Read the articles of a batch that somebody died of one by one, in a process that has nothing else to do."""
    child: Child | None = None
    found: list[ExtractedBatch] = []
    try:
        for position in range(batch.num_rows):
            article = batch.slice(position, 1)
            # Of an article that was alone in its batch the first death tells as much.
            deaths = [death] if batch.num_rows == 1 else []
            while True:
                if len(deaths) == _DEATHS or any(known.is_out_of_time for known in deaths):
                    found.append(_blame(article, deaths[-1], hiring))
                    break
                if child is None:
                    child = hiring.start()
                    child.await_beginning()
                child.ask(pack_table(article))
                try:
                    found.append(child.answer())
                    break
                except ChildDiedError as error:
                    child.close()
                    child = None
                    deaths.append(error)
    finally:
        if child is not None:
            child.close()
    return _join(found)


def _blame(batch: pa.Table, death: ChildDiedError, hiring: _Hiring) -> ExtractedBatch:
    (article,) = list_articles(batch)
    reason = Reason.TOO_SLOW if death.is_out_of_time else Reason.EXTRACTION_FAILED
    detail = describe_slowness(hiring.seconds) if death.is_out_of_time else str(death)
    return ExtractedBatch(
        [article.article_id],
        tabulate((), hiring.version),
        (Failure(article.article_id, article.published_on, reason, detail),),
    )


def _join(parts: list[ExtractedBatch]) -> ExtractedBatch:
    return ExtractedBatch(
        [article_id for part in parts for article_id in part.article_ids],
        {name: pa.concat_tables(part.tables[name] for part in parts) for name in parts[0].tables},
        tuple(failure for part in parts for failure in part.failures),
    )
