"""From bytes to text."""

import codecs
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.articles.decode import DecodedText, decode_text, encode_text
from ingest.articles.reasons import Reason, RejectedInputError

# The marks that tell cp1252 from Latin-1: a curly apostrophe, dashes, quotes.
ENGLISH = "The company\u2019s chairman \u2013 \u201ca friend of the city\u201d \u2013 met the mayor. " * 5
CHINESE = "中国铝业公司董事长会见了省委书记。双方就电解铝项目进行了深入交流。" * 10


def read_text(content: bytes) -> DecodedText:
    decoded = decode_text(content)
    encode_text(decoded.text)
    return decoded


@pytest.mark.parametrize(
    "text",
    ["plain\n", "a\r\nb\rc\n", "\ufeffwith a mark", "tab\tfeed\x0c", "中铝 €", "one stray \x01" + "x" * 99],
)
def test_utf8_is_kept_to_the_last_character(text: str) -> None:
    assert read_text(text.encode()) == (text, "utf-8")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    if text.strip("\ufeff"):
        assert read_text(text.encode()).text == text


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    ],
)
def test_byte_order_marks_tell_the_wide_encodings(mark: bytes, codec: str, name: str) -> None:
    assert read_text(mark + ENGLISH.encode(codec)) == (ENGLISH, name)


@pytest.mark.parametrize(
    ("text", "codec", "name"), [(ENGLISH, "cp1252", "cp1252"), (CHINESE, "gb18030", "gb18030")]
)
def test_older_encodings_are_detected(text: str, codec: str, name: str) -> None:
    assert read_text(text.encode(codec)) == (text, name)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n\t", Reason.EMPTY),
        ("\ufeff\n\u3000".encode(), Reason.EMPTY),
        (codecs.BOM_UTF16_LE, Reason.EMPTY),
        (b"a\0b", Reason.BINARY),
        ("no mark".encode("utf-16-le"), Reason.BINARY),
        (b"\xff\x00\xfe\x80", Reason.BINARY),
        (codecs.BOM_UTF16_LE + "a\0".encode("utf-16-le"), Reason.BINARY),
        (b"\x01\x02\x03 text", Reason.BINARY),
        (gzip.compress(ENGLISH.encode() * 20), Reason.BINARY),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41", Reason.UNDECODABLE),
        (bytes(range(128, 256)) * 20, Reason.UNDECODABLE),
    ],
)
def test_what_is_no_text_is_rejected(content: bytes, reason: Reason) -> None:
    with pytest.raises(RejectedInputError) as rejection:
        read_text(content)
    assert rejection.value.reason == reason
    assert rejection.value.detail.endswith(".")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_rejected(content: bytes) -> None:
    try:
        text = read_text(content).text
    except RejectedInputError:
        return
    assert text.encode().decode() == text  # no lone surrogate: it can be stored
