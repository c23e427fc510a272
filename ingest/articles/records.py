"""What a reader gives for each input: a record, or a rejection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ingest.articles.decode import DecodedText, encode_text
from ingest.articles.reasons import Reason, RejectedInputError

MAX_VALUE_LENGTH = 4_000
"""Code points of a delivered url or title that are kept."""


class Record(NamedTuple):
    """An input that was read.

    Attributes:
        source_path: path inside the landing folder; of a row or page in a larger file with `#` and its number.
        text: exactly as decoded, or as taken out of a page.
        encoded: the text in UTF-8.
        encoding: what the bytes were decoded with (a codec name of Python).
        byte_count: size of what was read, unpacked, in bytes.
        url: where it was published, as delivered; None if it is not told.
        given_title: headline as delivered beside the text; None if there is none.
        given_published_on: publication date as delivered beside the text; None if there is none.
        extracted_with: what took the text out of a page, with its version; None for what is text already.
    """

    source_path: str
    text: str
    encoded: bytes
    encoding: str
    byte_count: int
    url: str | None = None
    given_title: str | None = None
    given_published_on: date | None = None
    extracted_with: str | None = None


class Rejection(NamedTuple):
    """An input that was not read, and why; `byte_count` is None where it could not be told."""

    source_path: str
    reason: Reason
    detail: str
    byte_count: int | None


Outcome = Record | Rejection


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes above which an input is rejected.

    Attributes:
        max_file_bytes: of one article: a file of text, a line, a row, a page, unpacked.
        max_page_bytes: of a page that is looked through thoroughly; a larger one is read quickly.
        max_unpacked_bytes: of the content of one file of many articles.
    """

    max_file_bytes: int = 5_000_000
    max_page_bytes: int = 1_000_000
    max_unpacked_bytes: int = 100_000_000_000


def make_record(source_path: str, decoded: DecodedText, byte_count: int, **delivered: Any) -> Record:
    """Make a record of a text that was decoded.

    Args:
        source_path: as `Record` has it.
        decoded: the text and its encoding.
        byte_count: as `Record` has it.
        delivered: the fields of `Record` from `url` on.

    Raises:
        RejectedInputError: it is empty, or no text.
    """
    encoded = encode_text(decoded.text)
    return Record(source_path, decoded.text, encoded, decoded.encoding, byte_count, **delivered)


def reject(source_path: str, rejection: RejectedInputError, byte_count: int | None) -> Rejection:
    """Make a rejection of the error that told of it."""
    return Rejection(source_path, rejection.reason, rejection.detail, byte_count)


def clean_value(value: Any) -> str | None:
    """Give a delivered url or title as one line; None if it is no text, or none that can be stored."""
    if not isinstance(value, str):
        return None
    cleaned = " ".join(value.replace("\0", " ").split())[:MAX_VALUE_LENGTH]
    try:
        cleaned.encode()
    except UnicodeEncodeError:
        return None
    return cleaned or None
