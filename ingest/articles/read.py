"""Reading the inputs of a landing folder in batches that are bounded in memory.

Reads files and knows no database: a batch is two Arrow tables, what was read and what was rejected.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from ingest.articles import schemas
from ingest.articles.decode import decode_text
from ingest.articles.reasons import Reason, RejectedInputError
from ingest.articles.scan import FileEntry, describe_kind, scan_folder

__all__ = ["ReadBatch", "read_batches", "read_file", "scan_folder"]

MAX_FILE_BYTES = 5_000_000
"""Size above which a file is rejected unread."""
MAX_BATCH_BYTES = 16_000_000
"""Text in one batch, in bytes of UTF-8; a single text that is larger is a batch of its own."""
MAX_BATCH_INPUTS = 10_000
"""Inputs in one batch, so that a folder of very small or of bad files is bounded too."""

ARTICLE_ID_LENGTH = 32

Row = dict[str, Any]


@dataclass(frozen=True)
class ReadBatch:
    """A part of a landing folder, as read.

    Attributes:
        articles: one row a file that was read, in the order of the paths, as `schemas.ARTICLES`.
        rejected: one row an input that was not, in the order of the paths, as `schemas.REJECTED`.
    """

    articles: pa.Table
    rejected: pa.Table


@dataclass
class _Batch:
    articles: list[Row] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)
    text_bytes: int = 0

    def __len__(self) -> int:
        return len(self.articles) + len(self.rejected)

    def close(self) -> ReadBatch:
        return ReadBatch(
            pa.Table.from_pylist(self.articles, schema=schemas.ARTICLES),
            pa.Table.from_pylist(self.rejected, schema=schemas.REJECTED),
        )


def read_batches(
    folder: Path,
    *,
    max_batch_bytes: int = MAX_BATCH_BYTES,
    max_file_bytes: int = MAX_FILE_BYTES,
) -> Iterator[ReadBatch]:
    """Read all inputs of a landing folder, in the order of their paths.

    Args:
        folder: the landing folder.
        max_batch_bytes: text in one batch at most, in bytes of UTF-8.
        max_file_bytes: size above which a file is rejected as oversized.

    Returns:
        The batches, none of them empty. Every input is in exactly one of them, read or rejected.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is not a folder.
    """
    return _gather(scan_folder(folder), max_batch_bytes, max_file_bytes)


def _gather(entries: Iterator[FileEntry], max_batch_bytes: int, max_file_bytes: int) -> Iterator[ReadBatch]:
    batch = _Batch()
    for entry in entries:
        try:
            row, text_bytes = read_file(entry, max_file_bytes=max_file_bytes)
        except RejectedInputError as rejection:
            batch.rejected.append(_rejected_row(entry, rejection))
        else:
            if batch.articles and batch.text_bytes + text_bytes > max_batch_bytes:
                yield batch.close()
                batch = _Batch()
            batch.articles.append(row)
            batch.text_bytes += text_bytes
        if len(batch) >= MAX_BATCH_INPUTS:
            yield batch.close()
            batch = _Batch()
    if len(batch):
        yield batch.close()


def read_file(entry: FileEntry, *, max_file_bytes: int = MAX_FILE_BYTES) -> tuple[Row, int]:
    """Read and decode one input.

    Args:
        entry: the input, as `scan_folder` found it.
        max_file_bytes: size above which it is rejected as oversized.

    Returns:
        Its row as `schemas.ARTICLES` has it, and the size of its text in bytes of UTF-8.

    Raises:
        RejectedInputError: it cannot be loaded.
    """
    if entry.reason is not None:
        raise RejectedInputError(entry.reason, entry.detail or "")
    content = _read_content(entry.path, max_file_bytes)
    text, encoding = decode_text(content)
    encoded = content if encoding == "utf-8" else text.encode()
    digest = hashlib.sha256(encoded).hexdigest()
    row = {
        "source_path": entry.source_path,
        "article_id": digest[:ARTICLE_ID_LENGTH],
        "content_sha256": digest,
        "text": text,
        "char_count": len(text),
        "encoding": encoding,
        "byte_count": len(content),
    }
    return row, len(encoded)


def _read_content(path: Path, max_file_bytes: int) -> bytes:
    """Read a file, unless it is too large; it may have changed since it was found, so all is asked again."""
    try:
        # Opening a pipe would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                detail = f"It is {describe_kind(status.st_mode)}."
                raise RejectedInputError(Reason.NOT_A_REGULAR_FILE, detail)
            content = b"" if status.st_size > max_file_bytes else file.read(max_file_bytes + 1)
            if max(status.st_size, len(content)) > max_file_bytes:
                detail = f"The file is larger than {max_file_bytes} bytes."
                raise RejectedInputError(Reason.OVERSIZED, detail)
            return content
    except OSError as error:
        detail = f"The file could not be read: {error.strerror}."
        raise RejectedInputError(Reason.UNREADABLE, detail) from None


def _rejected_row(entry: FileEntry, rejection: RejectedInputError) -> Row:
    return {
        "source_path": entry.source_path,
        "reason": str(rejection.reason),
        "detail": rejection.detail,
        "byte_count": entry.byte_count,
    }
