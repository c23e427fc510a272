"""Opening an input, wherever it lies; it may have changed since it was found, so all is asked again."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ingest.articles.reasons import Reason, RejectedInputError
from ingest.articles.remote_files import RemoteFile
from ingest.articles.scan import FileEntry, describe_kind


@contextmanager
def open_content(entry: FileEntry, *, max_bytes: int | None = None) -> Iterator[IO[bytes]]:
    """Open an input for reading from its beginning, and close it whatever happens.

    Args:
        entry: the input, as it was found.
        max_bytes: size above which it is not opened; None where any size will do.

    Yields:
        The stream of its bytes, not yet unpacked.

    Raises:
        RejectedInputError: it is too large, no file, or cannot be opened or, in the `with` block, read.
    """
    try:
        with _open(entry, max_bytes) as stream:
            yield stream
    except OSError as error:
        raise reject_unreadable(error) from None


def read_content(entry: FileEntry, max_bytes: int) -> bytes:
    """Read all of an input.

    Raises:
        RejectedInputError: it is larger than that many bytes, or cannot be read.
    """
    try:
        with _open(entry, max_bytes) as stream:
            content = stream.read(max_bytes + 1)
    except OSError as error:
        raise reject_unreadable(error) from None
    _reject_oversized(len(content), max_bytes)
    return content


def reject_unreadable(error: OSError) -> RejectedInputError:
    """Say of an error of reading that it is why an input is rejected."""
    told = error.strerror or type(error).__name__
    return RejectedInputError(Reason.UNREADABLE, f"The file could not be read: {told}.")


def _open(entry: FileEntry, max_bytes: int | None) -> IO[bytes]:
    if isinstance(entry.path, RemoteFile):
        # Of what lies elsewhere the listing tells the size; where it does not, reading does.
        _reject_oversized(entry.byte_count or 0, max_bytes)
        return entry.path.open()
    # Opening a pipe would wait for a writer.
    descriptor = os.open(entry.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    stream = os.fdopen(descriptor, "rb")
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise RejectedInputError(Reason.NOT_A_REGULAR_FILE, f"It is {describe_kind(status.st_mode)}.")
        _reject_outside(entry.path, entry.source_path, status)
        _reject_oversized(status.st_size, max_bytes)
    except BaseException:
        stream.close()
        raise
    return stream


def _reject_outside(path: Path, source_path: str, opened: os.stat_result) -> None:
    """Make sure that what was opened lies in the landing folder, though since it was found a link may have been laid.

    What is found by the path now, links followed, lies inside and is the very file that was opened: so that lies inside.
    """
    root = os.path.realpath(path.parents[source_path.count("/")])
    target = Path(os.path.realpath(path, strict=True))
    if not target.is_relative_to(root):
        raise RejectedInputError(Reason.OUTSIDE_FOLDER, "The link leads out of the landing folder.")
    if not os.path.samestat(target.stat(), opened):
        raise RejectedInputError(Reason.UNREADABLE, "The file was exchanged while it was being opened.")


def _reject_oversized(size: int, max_bytes: int | None) -> None:
    if max_bytes is not None and size > max_bytes:
        raise RejectedInputError(Reason.OVERSIZED, f"It is larger than {max_bytes} bytes.")
