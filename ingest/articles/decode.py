"""From bytes to text: which encoding an input is in, and whether it is text at all.

Nothing is repaired here: the text is what the encoding says, line ends and byte order mark of UTF-8 included.
"""

import codecs
import re
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


# Declarations that promise less than what is written: browsers read the larger encoding, too.
_DECLARED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Nothing else that Python knows by a name is an encoding of texts in the wild.
_DECLARABLE = re.compile(r"utf-(8|16|32)(-[lb]e)?|gb18030|big5hkscs|cp(125\d|932|949|950|874|866)|"
                         r"euc_jp|iso2022_jp|iso8859-\d+|koi8-[rut]|mac-roman|tis-620")  # fmt: skip


def decode_text(content: bytes, declared: str | None = None) -> DecodedText:
    """Decode the content of one input; whether it is a text is asked by `encode_text`.

    UTF-8 is tried strictly first, then UTF-16 and UTF-32 by their byte order marks, then the encoding that is
    declared, then the one that charset-normalizer finds.

    Args:
        content: all its bytes.
        declared: the encoding that it says it is in, by any name; None where it says nothing.

    Returns:
        The text exactly as decoded and the name of its encoding.

    Raises:
        RejectedInputError: the content is binary or undecodable.
    """
    try:
        return DecodedText(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if (wide := tell_wide_encoding(content)) is not None:
        return _decode_as(content, wide)
    if (encoding := _name_declared(declared)) is not None:
        try:
            return DecodedText(content.decode(encoding), encoding)
        except UnicodeError:
            pass
    if b"\0" in content:
        raise RejectedInputError(Reason.BINARY, "It holds NUL bytes.")
    return _decode_as(content, _detect_encoding(content))


def encode_text(text: str) -> bytes:
    """Give a text in UTF-8 and make sure that it is one.

    Raises:
        RejectedInputError: it is empty, binary, or holds half a character (as JSON can).
    """
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        raise RejectedInputError(Reason.UNDECODABLE, "It holds half a surrogate pair.") from None
    if not encoded:
        raise RejectedInputError(Reason.EMPTY, "It holds no bytes.")
    _reject_control_characters(encoded)
    if not text.lstrip("\ufeff").strip():
        raise RejectedInputError(Reason.EMPTY, "It holds nothing but white space.")
    return encoded


def tell_wide_encoding(content: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 by the byte order mark at the beginning; None if there is none."""
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)), None)


def _name_declared(declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared.strip()).name if declared else ""
    except (LookupError, ValueError):
        return None
    name = _DECLARED.get(name, name)
    return name if _DECLARABLE.fullmatch(name) else None


def _decode_as(content: bytes, encoding: str) -> DecodedText:
    try:
        return DecodedText(content.decode(encoding), encoding)
    except UnicodeError:
        detail = f"It looks like {encoding} and is not valid in it."
        raise RejectedInputError(Reason.UNDECODABLE, detail) from None


def _detect_encoding(content: bytes) -> str:
    match = from_bytes(content).best()
    if match is None:
        # Bytes that no encoding explains are more often a picture or an archive than a text.
        _reject_control_characters(content)
        raise RejectedInputError(Reason.UNDECODABLE, "No encoding explains its bytes.")
    # Several code pages give the same text: name the one that English text is most likely to be in.
    return "cp1252" if "cp1252" in match.could_be_from_charset else match.encoding


def _reject_control_characters(encoded: bytes) -> None:
    if b"\0" in encoded:
        raise RejectedInputError(Reason.BINARY, "It holds NUL bytes.")
    control_count = len(encoded) - len(encoded.translate(None, _CONTROLS))
    if control_count > MAX_CONTROL_SHARE * len(encoded):
        raise RejectedInputError(Reason.BINARY, f"It holds {control_count} control characters.")
