"""Reading Parquet: one article a row, only the columns that are mapped, a few rows at a time.

Rows are numbered through all row groups, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.articles.columns import Columns, pick_value
from ingest.articles.contents import open_content
from ingest.articles.days import read_day
from ingest.articles.decode import DecodedText, decode_text
from ingest.articles.reasons import Reason, RejectedInputError
from ingest.articles.records import Limits, Outcome, Record, clean_value, make_record, reject
from ingest.articles.scan import FileEntry

ROWS_AT_ONCE = 256
"""Rows decoded together: few, because one text that many rows share is small in the file and large in memory."""


def read_parquet(entry: FileEntry, columns: Columns, limits: Limits) -> Iterator[Outcome]:
    """Read the articles of one file, some rows at a time.

    Raises:
        RejectedInputError: the file as a whole is at fault; the rows before that have been given out.
    """
    with open_content(entry) as stream:
        number = 0
        unpacked_bytes = 0
        for batch in _iterate_batches(stream, columns):
            for row in _list_rows(batch):
                source_path = f"{entry.source_path}#{number}"
                number += 1
                try:
                    record = _read_row(source_path, row, columns, limits)
                except RejectedInputError as rejection:
                    yield reject(source_path, rejection, None)
                else:
                    yield record
                    unpacked_bytes += record.byte_count
            if unpacked_bytes > limits.max_unpacked_bytes:
                detail = f"It unpacks to more than {limits.max_unpacked_bytes} bytes."
                raise RejectedInputError(Reason.UNPACKS_TOO_LARGE, detail)
    if not number:
        raise RejectedInputError(Reason.EMPTY, "It holds no row.")


def _iterate_batches(stream: IO[bytes], columns: Columns) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(stream, pre_buffer=False, page_checksum_verification=True) as file:
            schema = file.schema_arrow
            if not any(
                name in schema.names and _holds_text(schema.field(name).type) for name in columns.text
            ):
                told = " or ".join(columns.text)
                raise RejectedInputError(Reason.NO_TEXT_COLUMN, f"It has no column {told} that holds text.")
            wanted = [name for name in columns.wanted if name in schema.names]
            # One row group after the other: a batch that reached into a damaged one would be lost whole.
            for group in range(file.num_row_groups):
                yield from file.iter_batches(
                    ROWS_AT_ONCE, row_groups=[group], columns=wanted, use_threads=False
                )
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        detail = "It is not whole, or no Parquet file: it cannot be read to its end."
        raise RejectedInputError(Reason.DAMAGED, detail) from None


def _holds_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return any(test(kind) for test in (*tests, pa.types.is_string_view, pa.types.is_binary_view))


def _list_rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    values = {name: _list_values(batch.column(name)) for name in batch.schema.names}
    return (dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True))


def _list_values(column: pa.Array) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        # What is called a string and is none; each row has its own say.
        kind = pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary()
        values = column.cast(kind).to_pylist()
    except (ValueError, OverflowError):
        # A date beyond those of Python.
        values = [None] * len(column)
    return values


def _read_row(source_path: str, row: dict[str, Any], columns: Columns, limits: Limits) -> Record:
    text = pick_value(row, columns.text)
    if text is None:
        raise RejectedInputError(Reason.EMPTY, "Its text is null.")
    if not isinstance(text, str | bytes):
        raise RejectedInputError(Reason.NO_TEXT_COLUMN, "Its text is none.")
    decoded = decode_text(text) if isinstance(text, bytes) else DecodedText(text, "utf-8")
    # Code points: at least a quarter of its bytes, and known without encoding it.
    if len(decoded.text) > limits.max_file_bytes:
        raise RejectedInputError(Reason.OVERSIZED, f"Its text is larger than {limits.max_file_bytes} bytes.")
    record = make_record(
        source_path,
        decoded,
        0,
        url=clean_value(pick_value(row, columns.url)),
        given_title=clean_value(pick_value(row, columns.title)),
        given_published_on=read_day(pick_value(row, columns.date)),
    )
    byte_count = len(text) if isinstance(text, bytes) else len(record.encoded)
    if byte_count > limits.max_file_bytes:
        raise RejectedInputError(Reason.OVERSIZED, f"Its text is larger than {limits.max_file_bytes} bytes.")
    return record._replace(byte_count=byte_count)
