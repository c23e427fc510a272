"""Unpacking gzip and zstd as a stream whose output is bounded, so that no small file can become a huge one."""

from __future__ import annotations

import io
import os
from typing import IO

import pyarrow as pa

from ingest.articles.contents import reject_unreadable
from ingest.articles.reasons import Reason, RejectedInputError

CHUNK_BYTES = 256 * 1024
# What is unpacked together with a damaged place is lost with it, so that little is unpacked at once.
_STEP_BYTES = 256


class UnpackedStream:
    """What a stream holds, unpacked.

    A failure is remembered: whatever reads from here and swallows errors, or turns them into its own, can ask for
    the one that was first.
    """

    def __init__(self, stream: IO[bytes], compression: str | None, max_bytes: int) -> None:
        """Begin to unpack.

        Args:
            stream: what to read from.
            compression: the codec as pyarrow calls it; None for a stream that is not compressed.
            max_bytes: unpacked bytes above which reading ends; without compression any number will do.
        """
        self._raw = _WatchedStream(stream)
        self._compression = compression
        self._unpacked = pa.input_stream(self._raw, compression=compression) if compression else None
        self._max_bytes = max_bytes
        self._position = 0
        self.failure: RejectedInputError | None = None

    def read(self, size: int = CHUNK_BYTES) -> bytes:
        """Read at most so many bytes; none at the end only.

        Raises:
            RejectedInputError: the stream is damaged, cannot be read, or holds too much. What came before has
                been given out, except for at most 256 bytes.
        """
        if self.failure is not None:
            raise self.failure
        content = self._take(CHUNK_BYTES if size < 0 else size)
        self._position += len(content)
        if self._compression and self._position > self._max_bytes:
            detail = f"It unpacks to more than {self._max_bytes} bytes."
            raise self._fail(RejectedInputError(Reason.UNPACKS_TOO_LARGE, detail))
        if not content and self.failure is not None:
            raise self.failure
        return content

    def tell(self) -> int:
        """Return the number of bytes given out."""
        return self._position

    def _take(self, size: int) -> bytes:
        parts: list[bytes] = []
        gathered = 0
        try:
            if self._unpacked is None:
                return self._raw.read(size)
            while gathered < size and (part := self._unpacked.read(min(_STEP_BYTES, size - gathered))):
                parts.append(part)
                gathered += len(part)
            if not gathered and not self._raw.tell():
                self._fail(self._damaged())
        except (OSError, pa.ArrowException):
            self._fail(self._damaged() if self._raw.error is None else reject_unreadable(self._raw.error))
        return b"".join(parts)

    def _damaged(self) -> RejectedInputError:
        told = f"It is not whole, or no {self._compression} file: it cannot be unpacked to its end."
        return RejectedInputError(Reason.DAMAGED, told)

    def _fail(self, failure: RejectedInputError) -> RejectedInputError:
        self.failure = failure
        return failure


def _measure(stream: IO[bytes]) -> int | None:
    """Size of the file behind a stream as it is now; None where it is no file of this machine."""
    try:
        return os.fstat(stream.fileno()).st_size
    except (AttributeError, OSError):
        return None


class _WatchedStream(io.RawIOBase):
    """Tells an error of reading, which pyarrow passes on as one of its own, from one of unpacking.

    It ends where the file ended when it was opened: a file that somebody writes to faster than it is read would have no
    end. What was added is read next time.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._size = _measure(stream)
        self._position = 0
        self.error: OSError | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            if self._size is not None:
                left = self._size - self._position
                size = left if size < 0 else min(size, left)
            content = self._stream.read(size)
        except OSError as error:
            self.error = error
            raise
        self._position += len(content)
        return content

    def tell(self) -> int:
        return self._position
