"""Answers of web servers as archives keep them: what they say of their content, and the content as it was meant.

The content may be cut into chunks and packed, by several codecs one over the other; it is unpacked up to a bound.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from ingest.articles.reasons import Reason, RejectedInputError
from ingest.articles.unpack import UnpackedStream

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';]+)""", re.I)
_CODECS = {"gzip": "gzip", "x-gzip": "gzip", "br": "brotli", "zstd": "zstd"}
_MAX_CODECS = 3


class Message(NamedTuple):
    """An answer, its content not yet unpacked."""

    status: int
    media_type: str
    charset: str | None
    is_chunked: bool
    codecs: tuple[str, ...]
    body: bytes

    def unpack(self, max_bytes: int) -> bytes:
        """Give the content as it was meant.

        Raises:
            RejectedInputError: it is larger than that many bytes, or damaged.
        """
        content = b"".join(_join_chunks(self.body)) if self.is_chunked else self.body
        if len(self.codecs) > _MAX_CODECS:
            raise RejectedInputError(Reason.DAMAGED, "It is packed too many times.")
        for codec in reversed(self.codecs):
            content = _unpack(content, codec, max_bytes)
        if len(content) > max_bytes:
            raise RejectedInputError(Reason.OVERSIZED, f"The page is larger than {max_bytes} bytes.")
        return content


def read_message(block: bytes) -> Message | None:
    """Read an answer; None for what is none.

    A codec of the content that is not known is left alone: archives keep the header of what they have unpacked.
    """
    head, _, body = block.partition(b"\r\n\r\n")
    status = _STATUS.match(head)
    if status is None:
        return None
    fields: dict[str, str] = {}
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.decode("latin-1").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    kind = fields.get("content-type", "")
    charset = _CHARSET.search(kind)
    return Message(
        int(status[1]),
        kind.partition(";")[0].strip().lower(),
        charset[1] if charset else None,
        "chunked" in fields.get("transfer-encoding", "").lower(),
        tuple(filter(None, (part.strip().lower() for part in fields.get("content-encoding", "").split(",")))),
        body,
    )


def _join_chunks(body: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(body):
        end = body.find(b"\r\n", start)
        size_written = body[start:end].partition(b";")[0].strip() if end >= 0 else b""
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size_written):
            if start == 0:
                # Kept as one piece, under the header of the chunks that it came in.
                yield body
                return
            raise RejectedInputError(Reason.DAMAGED, "The page is not whole.")
        size = int(size_written, 16)
        if size == 0:
            return
        if end + 2 + size > len(body):
            raise RejectedInputError(Reason.DAMAGED, "The page is not whole.")
        yield body[end + 2 : end + 2 + size]
        start = end + 2 + size + 2


def _unpack(content: bytes, codec: str, max_bytes: int) -> bytes:
    if codec == "deflate":
        return _inflate(content, max_bytes)
    if codec not in _CODECS or not _may_be_packed(content, _CODECS[codec]):
        return content
    unpacked = UnpackedStream(io.BytesIO(content), _CODECS[codec], max_bytes)
    return b"".join(iter(unpacked.read, b""))


def _inflate(content: bytes, max_bytes: int) -> bytes:
    # The standard says one with a zlib header, and servers send one without.
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflater = zlib.decompressobj(window)
        try:
            unpacked = inflater.decompress(content, max_bytes + 1)
        except zlib.error:
            continue
        if len(unpacked) <= max_bytes and not inflater.eof:
            break
        return unpacked
    raise RejectedInputError(Reason.DAMAGED, "The page cannot be unpacked.")


def _may_be_packed(content: bytes, codec: str) -> bool:
    if codec == "brotli":
        return not content.lstrip().startswith(b"<")
    return content.startswith(b"\x1f\x8b" if codec == "gzip" else b"\x28\xb5\x2f\xfd")
