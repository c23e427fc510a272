"""Reading JSON Lines: one JSON object a line, one article an object.

Rows are numbered as lines are, from 0; a blank line is no row but has its number.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from ingest.articles.columns import Columns, pick_value
from ingest.articles.contents import open_content
from ingest.articles.days import read_day
from ingest.articles.decode import DecodedText, decode_text, tell_wide_encoding
from ingest.articles.kinds import Kind
from ingest.articles.reasons import Reason, RejectedInputError
from ingest.articles.records import Limits, Outcome, Record, clean_value, make_record, reject
from ingest.articles.scan import FileEntry
from ingest.articles.unpack import UnpackedStream


def read_lines(entry: FileEntry, kind: Kind, columns: Columns, limits: Limits) -> Iterator[Outcome]:
    """Read the articles of one file, a line at a time.

    Raises:
        RejectedInputError: the file as a whole is at fault; the rows before that have been given out.
    """
    with open_content(entry) as raw:
        stream = UnpackedStream(raw, kind.compression, limits.max_unpacked_bytes)
        has_rows = False
        # The encoding of the lines before tells that of a line better than the few bytes that it has.
        encoding: str | None = None
        for number, line, size in split_lines(_in_utf8(stream), limits.max_file_bytes):
            if line is not None and not line.strip(b" \t\r\n\xef\xbb\xbf"):
                continue
            has_rows = True
            source_path = f"{entry.source_path}#{number}"
            try:
                if line is None:
                    detail = f"The line is longer than {limits.max_file_bytes} bytes."
                    raise RejectedInputError(Reason.OVERSIZED, detail)
                decoded = decode_text(line, encoding)
                encoding = decoded.encoding
                yield _read_row(source_path, decoded, size, columns)
            except RejectedInputError as rejection:
                yield reject(source_path, rejection, size)
    if not has_rows:
        raise RejectedInputError(Reason.EMPTY, "It holds no row.")


def split_lines(chunks: Iterator[bytes], max_bytes: int) -> Iterator[tuple[int, bytes | None, int]]:
    """Split a stream into lines, none of them held if it is too long.

    Args:
        chunks: the stream, in pieces of any size.
        max_bytes: length above which a line is not held.

    Yields:
        The line's number from 0, the line without its end, or None if it is too long, and its length in bytes.
    """
    number = 0
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            size += len(piece)
            yield number, None if size > max_bytes else b"".join((*parts, piece)), size
            number += 1
            parts, size = [], 0
        size += len(rest)
        if size > max_bytes:
            parts = []
        elif rest:
            parts.append(rest)
    if size:
        yield number, None if size > max_bytes else b"".join(parts), size


def _in_utf8(stream: UnpackedStream) -> Iterator[bytes]:
    """Give the stream as it is; one in UTF-16 or UTF-32, whose line ends are no bytes, in UTF-8."""
    first = stream.read()
    if (wide := tell_wide_encoding(first)) is None:
        yield first
        yield from iter(stream.read, b"")
        return
    decoder = codecs.getincrementaldecoder(wide)()
    try:
        yield decoder.decode(first).encode()
        while chunk := stream.read():
            yield decoder.decode(chunk).encode()
        decoder.decode(b"", final=True)
    except UnicodeError:
        detail = f"It looks like {wide} and is not valid in it."
        raise RejectedInputError(Reason.UNDECODABLE, detail) from None


def _read_row(source_path: str, line: DecodedText, size: int, columns: Columns) -> Record:
    row = _parse_object(line.text)
    text = pick_value(row, columns.text)
    if not isinstance(text, str):
        if text is None and any(name in row for name in columns.text):
            raise RejectedInputError(Reason.EMPTY, "Its text is null.")
        told = " or ".join(columns.text)
        raise RejectedInputError(Reason.NO_TEXT_COLUMN, f"It has no text in a column {told}.")
    return make_record(
        source_path,
        DecodedText(text, line.encoding),
        size,
        url=clean_value(pick_value(row, columns.url)),
        given_title=clean_value(pick_value(row, columns.title)),
        given_published_on=read_day(pick_value(row, columns.date)),
    )


def _parse_object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise RejectedInputError(Reason.MALFORMED_ROW, "The line is no JSON.") from None
    if not isinstance(row, dict):
        raise RejectedInputError(Reason.MALFORMED_ROW, "The line is JSON, but no object.")
    return row
