"""From bytes to text: which encoding a file is in, and whether it is text at all.

Nothing is repaired here: the text is what the encoding says, line ends and byte order mark of UTF-8 included.
"""

import codecs
from typing import NamedTuple

from charset_normalizer import from_bytes

from ingest.articles.reasons import Reason, RejectedInputError

MAX_CONTROL_SHARE = 0.02
"""Control characters a text may hold, as a share of its bytes in UTF-8; more is taken for binary content."""

# Tab, line feed, vertical tab, form feed, carriage return and escape occur in honest text files.
_CONTROLS = bytes(sorted({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B}))

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class DecodedText(NamedTuple):
    """A text and the encoding it was found in (a codec name of Python)."""

    text: str
    encoding: str


def decode_text(content: bytes) -> DecodedText:
    """Decode the content of one file.

    UTF-8 is tried strictly first, then UTF-16 and UTF-32 by their byte order marks, then the encoding that
    charset-normalizer finds.

    Args:
        content: all bytes of the file.

    Returns:
        The text exactly as decoded and the name of its encoding.

    Raises:
        RejectedInputError: the content is empty, binary or undecodable.
    """
    if not content:
        raise RejectedInputError(Reason.EMPTY, "The file holds no bytes.")
    decoded = _decode_strictly(content)
    encoded = content if decoded.encoding == "utf-8" else decoded.text.encode()
    _reject_control_characters(encoded)
    if not decoded.text.lstrip("\ufeff").strip():
        raise RejectedInputError(Reason.EMPTY, "The file holds nothing but white space.")
    return decoded


def _decode_strictly(content: bytes) -> DecodedText:
    try:
        return DecodedText(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_as(content, encoding)
    if b"\0" in content:
        raise RejectedInputError(Reason.BINARY, "The file holds NUL bytes.")
    return _decode_as(content, _detect_encoding(content))


def _decode_as(content: bytes, encoding: str) -> DecodedText:
    try:
        return DecodedText(content.decode(encoding), encoding)
    except UnicodeError:
        detail = f"The file looks like {encoding} and is not valid in it."
        raise RejectedInputError(Reason.UNDECODABLE, detail) from None


def _detect_encoding(content: bytes) -> str:
    match = from_bytes(content).best()
    if match is None:
        # Bytes that no encoding explains are more often a picture or an archive than a text.
        _reject_control_characters(content)
        raise RejectedInputError(Reason.UNDECODABLE, "No encoding explains the bytes of the file.")
    # Several code pages give the same text: name the one that English text is most likely to be in.
    return "cp1252" if "cp1252" in match.could_be_from_charset else match.encoding


def _reject_control_characters(encoded: bytes) -> None:
    if b"\0" in encoded:
        raise RejectedInputError(Reason.BINARY, "The file holds NUL bytes.")
    control_count = len(encoded) - len(encoded.translate(None, _CONTROLS))
    if control_count > MAX_CONTROL_SHARE * len(encoded):
        raise RejectedInputError(Reason.BINARY, f"The file holds {control_count} control characters.")
