"""Opening an input, wherever it lies; it may have changed since it was found, so all is asked again."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ingest.articles.reasons import Reason, RejectedInputError
from ingest.articles.remote import RemoteFile
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
        with _open_remote(entry.path) if isinstance(entry.path, RemoteFile) else _open_local(entry) as stream:
            if max_bytes is not None and _measure(stream, entry) > max_bytes:
                raise RejectedInputError(Reason.OVERSIZED, f"It is larger than {max_bytes} bytes.")
            yield stream
    except OSError as error:
        raise reject_unreadable(error) from None


def reject_unreadable(error: OSError) -> RejectedInputError:
    """Say of an error of reading that it is why an input is rejected."""
    told = error.strerror or type(error).__name__
    return RejectedInputError(Reason.UNREADABLE, f"The file could not be read: {told}.")


def read_content(entry: FileEntry, max_bytes: int) -> bytes:
    """Read all of an input.

    Raises:
        RejectedInputError: it is larger than that many bytes, or cannot be read.
    """
    with open_content(entry, max_bytes=max_bytes) as stream:
        content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise RejectedInputError(Reason.OVERSIZED, f"It is larger than {max_bytes} bytes.")
    return content


def _open_remote(file: RemoteFile) -> IO[bytes]:
    return file.open()


def _open_local(entry: FileEntry) -> IO[bytes]:
    assert not isinstance(entry.path, RemoteFile)
    # Opening a pipe would wait for a writer.
    descriptor = os.open(entry.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    stream = os.fdopen(descriptor, "rb")
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        stream.close()
        raise RejectedInputError(Reason.NOT_A_REGULAR_FILE, f"It is {describe_kind(mode)}.")
    return stream


def _measure(stream: IO[bytes], entry: FileEntry) -> int:
    try:
        return os.fstat(stream.fileno()).st_size
    except OSError:
        # Of what lies elsewhere the listing tells; where it does not, reading does.
        return entry.byte_count or 0
