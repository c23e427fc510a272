"""Files of fsspec, opened so that whatever goes wrong with one is an error of the operating system."""

from __future__ import annotations

import errno
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

BLOCK_BYTES = 8 * 1024 * 1024
"""What is fetched at once: enough for a throughput that latency does not decide, and little memory."""


@dataclass(frozen=True)
class RemoteFile:
    """A file elsewhere: fsspec's file system, and the path there."""

    system: Any
    path: str

    def open(self) -> IO[bytes]:
        """Open it for reading from its beginning, at any place if the server allows.

        Raises:
            OSError: it is gone, forbidden, or the connection failed.
        """
        with as_os_error():
            stream = self.system.open(self.path, "rb", block_size=BLOCK_BYTES)
        if stream.seekable():
            return io.BufferedReader(_RemoteStream(stream))
        return _spool(stream)


def _spool(stream: IO[bytes]) -> IO[bytes]:
    """Bring a file that is sent in one piece onto the disk; it is gone from there when it is closed."""
    spooled = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with as_os_error(), stream:
        while chunk := stream.read(BLOCK_BYTES):
            spooled.write(chunk)
    spooled.seek(0)
    return spooled


class _RemoteStream(io.RawIOBase):
    """A file of fsspec whose errors, of whatever library, are errors of the operating system."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with as_os_error():
            content = self._stream.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with as_os_error():
            return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


@contextmanager
def as_os_error() -> Iterator[None]:
    """Turn an error of any library into an error of the operating system that names its kind only.

    Messages of servers hold ids of requests and addresses, and would make each reading another one.
    """
    try:
        yield
    except Exception as error:
        raise OSError(errno.EIO, describe_error(error)) from None


def describe_error(error: Exception) -> str:
    """Tell what kind of error it is, and nothing that a server has said."""
    if isinstance(error, FileNotFoundError):
        return "it is not there"
    if isinstance(error, PermissionError):
        return "it is forbidden"
    return type(error).__name__
