"""A process of its own that reads batches of articles, one after the other, and how one learns that it died of one."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.engines.limit import HAS_TIMER, TIME_IS_UP, die_after
from ingest.engines.map import ExtractedBatch, Failure, Reader, map_batch, pack_table, unpack_table
from ingest.lexicon import load_lexicon

_Answer = tuple[list[str], dict[str, bytes], tuple[Failure, ...]]


class ChildDiedError(Exception):
    """The process ended before it gave an answer.

    Attributes:
        is_out_of_time: whether it was ended because an article took too long.
    """

    def __init__(self, exit_code: int | None) -> None:
        """Tell of a process that ended so.

        Args:
            exit_code: as `multiprocessing` has it, the negative number of a signal; None where it is not known.
        """
        died_of = "was killed" if exit_code is None or exit_code < 0 else f"ended with code {exit_code}"
        super().__init__(f"The process that extracts facts {died_of}.")
        self.is_out_of_time = TIME_IS_UP is not None and exit_code == -TIME_IS_UP


class Child:
    """A process that reads batches. It says once that it has begun, and then answers each batch that it is given."""

    def __init__(self, world: Path, version: str, seconds: float, read: Reader) -> None:
        """Start the process; it takes a second until it has begun.

        Args:
            world: the folder of the seeds.
            version: the extractor version to record.
            seconds: of computing that one article may take.
            read: what reads an article; a function of a module.
        """
        # Threads run in this process, so that a fork of it could find a lock held for good.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        log = _open_log()
        self._process = context.Process(
            target=_serve, args=(theirs, log, world, version, seconds, read), daemon=True
        )
        self._process.start()
        # The process has the other end for itself: when it dies, this end tells, and when this end goes, it ends.
        theirs.close()
        if log is not None:
            log.close()

    def await_beginning(self) -> None:
        """Wait until the process has begun.

        Raises:
            ChildDiedError: it ended before, or could not begin.
        """
        if trace := self._receive():
            error = ChildDiedError(None)
            error.add_note(str(trace))
            raise error

    def ask(self, packed: bytes) -> None:
        """Give a batch to a process that has begun and owes no answer. If it is dead, `answer` tells."""
        with contextlib.suppress(OSError):
            self.connection.send_bytes(packed)

    def answer(self) -> ExtractedBatch:
        """Wait for what the batch yields.

        Raises:
            ChildDiedError: the process ended before it had read the batch.
        """
        answer: _Answer = self._receive()  # type: ignore[assignment]
        article_ids, packed, failures = answer
        return ExtractedBatch(
            article_ids, {name: unpack_table(table) for name, table in packed.items()}, failures
        )

    def close(self) -> None:
        """End the process, whatever it does, and wait until it is gone."""
        self._process.kill()
        self._process.join()
        self.connection.close()

    def _receive(self) -> object:
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            raise ChildDiedError(self._process.exitcode) from None


def _open_log() -> Connection | None:
    """Where this process writes its messages, for another one to write to, too; None where that is no file."""
    try:
        return Connection(os.dup(sys.stderr.fileno()), readable=False)
    except (OSError, AttributeError, ValueError):
        return None


def _end_with_parent() -> None:
    """A parent that is killed tells nobody: a process that reads a long article would read it to its end."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "the process has no parent"
    parent.join()
    os._exit(1)


def _serve(
    connection: Connection, log: Connection | None, world: Path, version: str, seconds: float, read: Reader
) -> None:
    # What a library says when it brings the process down belongs in the log, not on a terminal.
    if log is not None:
        os.dup2(log.fileno(), 2)
        log.close()
    # Whoever stops the build stops the parent, which ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if HAS_TIMER:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    # When the parent is gone, there is nobody to read for.
    with contextlib.suppress(EOFError, OSError):
        try:
            lexicon = load_lexicon(world)
        except Exception as error:
            connection.send("".join(traceback.format_exception(error)))
            return
        gc.freeze()  # it stays for as long as the process, and a collection need not look through it
        connection.send(None)
        while True:
            batch = unpack_table(connection.recv_bytes())
            found = map_batch(batch, lexicon, version, guard=partial(die_after, seconds), read=read)
            packed = {name: pack_table(table) for name, table in found.tables.items()}
            connection.send((found.article_ids, packed, found.failures))
