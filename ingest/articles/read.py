"""Reading the inputs of a landing folder in batches that are bounded in memory.

Reads files and knows no database: a batch is Arrow tables of what was read, what was rejected, and which files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from ingest.articles import schemas
from ingest.articles.columns import Columns
from ingest.articles.kinds import Form, tell_kind
from ingest.articles.landing import Landing, scan_landing
from ingest.articles.lines import read_lines
from ingest.articles.reasons import PASSING, RejectedInputError
from ingest.articles.records import Limits, Outcome, Record, Rejection, reject
from ingest.articles.scan import FileEntry
from ingest.articles.texts import read_text

MAX_BATCH_BYTES = 16_000_000
"""Text in one batch, in bytes of UTF-8; a single text that is larger is a batch of its own."""
MAX_BATCH_INPUTS = 10_000
"""Inputs in one batch, so that a folder of very small or of bad files is bounded too."""

ARTICLE_ID_LENGTH = 32


@dataclass(frozen=True)
class ReadBatch:
    """A part of a landing folder, as read.

    Attributes:
        articles: one row an input that was read, in the order of the paths, as `schemas.ARTICLES`.
        rejected: one row an input that was not, in the order of the paths, as `schemas.REJECTED`.
        files: one row a file of which this batch holds the end, as `schemas.FILES`.
    """

    articles: pa.Table
    rejected: pa.Table
    files: pa.Table


@dataclass
class _Batch:
    articles: list[tuple[Any, ...]] = field(default_factory=list)
    rejected: list[tuple[Any, ...]] = field(default_factory=list)
    files: list[tuple[Any, ...]] = field(default_factory=list)
    known_count: int = 0
    text_bytes: int = 0

    def has_room(self, outcome: Outcome | None, max_batch_bytes: int) -> bool:
        """Whether one more goes in; None is a file that is known."""
        if len(self.articles) + len(self.rejected) + self.known_count >= MAX_BATCH_INPUTS:
            return False
        if not isinstance(outcome, Record) or not self.articles:
            return True
        return self.text_bytes + len(outcome.encoded) <= max_batch_bytes

    def add(self, outcome: Outcome) -> None:
        if isinstance(outcome, Rejection):
            self.rejected.append(outcome)
        else:
            self.articles.append(_article_row(outcome))
            self.text_bytes += len(outcome.encoded)

    def close(self) -> ReadBatch:
        return ReadBatch(
            _tabulate(self.articles, schemas.ARTICLES),
            _tabulate(self.rejected, schemas.REJECTED),
            _tabulate(self.files, schemas.FILES),
        )


def read_batches(
    landing: Landing,
    *,
    columns: Columns | None = None,
    limits: Limits | None = None,
    max_batch_bytes: int = MAX_BATCH_BYTES,
    known: Mapping[str, str] | None = None,
) -> Iterator[ReadBatch]:
    """Read all inputs of a landing folder, in the order of their paths, rows in the order of their file.

    Args:
        landing: the landing folder, or its URL.
        columns: which columns of JSON Lines and Parquet hold what.
        limits: sizes above which inputs are rejected.
        max_batch_bytes: text in one batch at most, in bytes of UTF-8.
        known: the stamps of files, by their paths, that need not be read as long as they bear them.

    Returns:
        The batches, none of them empty. Every input of a file that is not known is in exactly one of them, read or
        rejected, and every file is.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is not a folder.
        RemoteError: the folder lies elsewhere and cannot be reached.
    """
    return _gather(
        scan_landing(landing), columns or Columns(), limits or Limits(), max_batch_bytes, known or {}
    )


def _gather(
    entries: Iterable[FileEntry],
    columns: Columns,
    limits: Limits,
    max_batch_bytes: int,
    known: Mapping[str, str],
) -> Iterator[ReadBatch]:
    batch = _Batch()
    for entry in entries:
        if entry.stamp is not None and known.get(entry.source_path) == entry.stamp:
            if not batch.has_room(None, max_batch_bytes):
                yield batch.close()
                batch = _Batch()
            batch.known_count += 1
            batch.files.append((entry.source_path, entry.stamp, True))
            continue
        stamp = entry.stamp
        for outcome in read_entry(entry, columns, limits):
            if not batch.has_room(outcome, max_batch_bytes):
                yield batch.close()
                batch = _Batch()
            batch.add(outcome)
            if isinstance(outcome, Rejection) and outcome.reason in PASSING:
                stamp = None
        batch.files.append((entry.source_path, stamp, False))
    if batch.files:
        yield batch.close()


def read_entry(entry: FileEntry, columns: Columns, limits: Limits) -> Iterator[Outcome]:
    """Read one file of a landing folder, whatever it is.

    Args:
        entry: the file, as it was found.
        columns: which columns of JSON Lines and Parquet hold what.
        limits: sizes above which inputs are rejected.

    Yields:
        Each of its inputs, read or rejected; at least one. What is wrong with the file as a whole is a rejection
        of its own, after the inputs that come before the fault.
    """
    try:
        if entry.reason is not None:
            raise RejectedInputError(entry.reason, entry.detail or "")
        yield from _read_kind(entry, columns, limits)
    except RejectedInputError as rejection:
        yield reject(entry.source_path, rejection, entry.byte_count)


def _read_kind(entry: FileEntry, columns: Columns, limits: Limits) -> Iterable[Outcome]:
    """Read a file by what its name says; what takes long to import is imported when a file needs it."""
    kind = tell_kind(entry.source_path)
    assert kind is not None, f"{entry.source_path} is no input"
    match kind.form:
        case Form.TEXT:
            return (read_text(entry, kind, limits),)
        case Form.LINES:
            return read_lines(entry, kind, columns, limits)
        case Form.PARQUET:
            from ingest.articles.parquet import read_parquet

            return read_parquet(entry, columns, limits)
        case Form.PAGE:
            from ingest.articles.pages import read_page

            return (read_page(entry, kind, limits),)
        case Form.ARCHIVE:
            from ingest.articles.archives import read_archive

            return read_archive(entry, kind, limits)


def _article_row(record: Record) -> tuple[Any, ...]:
    digest = hashlib.sha256(record.encoded).hexdigest()
    return (
        record.source_path,
        digest[:ARTICLE_ID_LENGTH],
        digest,
        record.text,
        len(record.text),
        record.encoding,
        record.byte_count,
        record.url,
        record.given_title,
        record.given_published_on,
        record.extracted_with,
    )


def _tabulate(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
