"""Reading web archives (WARC): each response that was found and is HTML or plain text.

Records are numbered as they lie in the file, of whatever type, from 0. What is no such response is no input.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.articles.contents import open_content
from ingest.articles.decode import decode_text
from ingest.articles.kinds import Kind
from ingest.articles.messages import read_message
from ingest.articles.pages import make_page_record
from ingest.articles.reasons import Reason, RejectedInputError
from ingest.articles.records import Limits, Outcome, Record, clean_value, make_record, reject
from ingest.articles.scan import FileEntry
from ingest.articles.unpack import UnpackedStream

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"text/plain"})
# Of an answer, before what it answers with.
_MAX_HEAD_BYTES = 64 * 1024
_DAMAGED = "It is not whole, or no WARC file: it cannot be read to its end."


def read_archive(entry: FileEntry, kind: Kind, limits: Limits) -> Iterator[Outcome]:
    """Read the pages of one file, a record at a time.

    Raises:
        RejectedInputError: the file as a whole is at fault; the pages before that have been given out.
    """
    with open_content(entry) as raw:
        stream = UnpackedStream(raw, kind.compression, limits.max_unpacked_bytes)
        has_pages = False
        for ordinal, record in enumerate(_iterate_records(stream)):
            source_path = f"{entry.source_path}#{ordinal}"
            size = record.content_length
            outcome: Outcome | None
            try:
                outcome = _read_record(source_path, record, stream, limits)
            except RejectedInputError as rejection:
                if rejection is stream.failure or rejection.detail == _DAMAGED:
                    raise
                outcome = reject(source_path, rejection, size)
            if outcome is not None:
                has_pages = True
                yield outcome
        if stream.failure is not None:
            raise stream.failure
    if not has_pages:
        raise RejectedInputError(Reason.EMPTY, "It holds no response with a page or a text.")


class _QuietStream:
    """Ends where its stream fails: fastwarc would drop the whole records that it holds already.

    It asks for `tell`, too, and breaks off with a trace where that is missing.
    """

    def __init__(self, stream: UnpackedStream) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except RejectedInputError:
            return b""

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError("a stream goes forward only")

    def close(self) -> None:
        """Leave it open: whoever opened it closes it."""


def _iterate_records(stream: UnpackedStream) -> Iterator[Any]:
    from fastwarc.warc import ArchiveIterator

    try:
        # Unpacking is ours, so that it is bounded; so is decoding what was sent, for the same reason.
        yield from ArchiveIterator(
            _QuietStream(stream), parse_http=False, stream_detect=False, fsspec_args=False
        )
    except Exception:
        raise stream.failure or RejectedInputError(Reason.DAMAGED, _DAMAGED) from None


def _read_record(source_path: str, record: Any, stream: UnpackedStream, limits: Limits) -> Record | None:
    from fastwarc.warc import WarcRecordType

    if "Content-Length" not in record.headers:
        raise RejectedInputError(Reason.DAMAGED, _DAMAGED)
    if record.record_type != WarcRecordType.response:
        return None
    if record.content_length > limits.max_file_bytes + _MAX_HEAD_BYTES:
        _reject_large_page(record, stream, limits)
        return None
    block = _read_block(record, record.content_length, stream)
    message = read_message(block)
    if message is None or not 200 <= message.status < 300 or message.media_type not in _PAGES | _TEXTS:
        return None
    content = message.unpack(limits.max_file_bytes)
    url = clean_value(record.headers.get("WARC-Target-URI", "").strip("<>"))
    if message.media_type in _TEXTS:
        decoded = decode_text(content, message.charset)
        return make_record(source_path, decoded, len(content), url=url)
    return make_page_record(source_path, content, limits, charset=message.charset, url=url)


def _reject_large_page(record: Any, stream: UnpackedStream, limits: Limits) -> None:
    """Reject a page that is too large; a film that is, is no input."""
    message = read_message(_read_block(record, _MAX_HEAD_BYTES, stream))
    if message is not None and 200 <= message.status < 300 and message.media_type in _PAGES | _TEXTS:
        raise RejectedInputError(Reason.OVERSIZED, f"The page is larger than {limits.max_file_bytes} bytes.")


def _read_block(record: Any, size: int, stream: UnpackedStream) -> bytes:
    try:
        block: bytes = record.reader.read(size) if size else b""
    except Exception:
        raise stream.failure or RejectedInputError(Reason.DAMAGED, _DAMAGED) from None
    if len(block) < size:
        raise stream.failure or RejectedInputError(Reason.DAMAGED, _DAMAGED)
    return block
