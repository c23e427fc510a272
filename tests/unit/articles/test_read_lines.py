"""Reading JSON Lines, plain and packed."""

import datetime
import resource
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.articles.columns import Columns, parse_columns, write_columns
from ingest.articles.lines import split_lines
from ingest.articles.read import read_entry
from ingest.articles.records import Limits
from ingest.articles.scan import scan_folder
from tests.unit.articles.inputs import pack, read_folder, write_lines


def test_a_line_becomes_a_record_with_what_was_delivered(tmp_path: Path) -> None:
    row = {
        "text": "One.",
        "url": "https://news.example/1",
        "date": "2024-03-15T23:30:00-08:00",
        "title": " A\n b ",
    }
    (tmp_path / "a.jsonl").write_bytes(write_lines([row, {"text": "Two: 中铝"}]))
    first, second = read_folder(tmp_path).records
    assert first.source_path == "a.jsonl#0"
    assert (first.text, first.encoding, first.url, first.given_title) == ("One.", "utf-8", row["url"], "A b")
    assert first.given_published_on == datetime.date(2024, 3, 15)
    assert first.byte_count == len(write_lines([row])) - 1
    assert second[:2] == ("a.jsonl#1", "Two: 中铝")
    assert second[5:] == (None, None, None, None)


def test_columns_are_mapped(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_bytes(
        write_lines([{"body": "One.", "day": "20240315", "text": "Not this."}])
    )
    (record,) = read_folder(tmp_path, parse_columns("text=body, date=day")).records
    assert (record.text, record.given_published_on) == ("One.", datetime.date(2024, 3, 15))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("body", "not of that form"),
        ("text=", "not of that form"),
        ("body=text", "none of them"),
        ("url=a,url=b", "twice"),
    ],
)
def test_a_mapping_that_is_none_is_told(written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_columns(written)


@pytest.mark.parametrize("columns", [Columns(), Columns(text=("body", "Text of it"), date=("day",))])
def test_a_mapping_is_read_as_it_is_written(columns: Columns) -> None:
    assert parse_columns(write_columns(columns)) == columns


def test_no_mapping_is_the_default() -> None:
    assert parse_columns("") == Columns()


def test_a_bad_row_is_rejected_and_the_next_one_read(tmp_path: Path) -> None:
    lines = [
        b'{"text": "good"}',
        b"{broken",
        b"[1, 2]",
        b'{"body": "no text"}',
        b'{"text": null}',
        b'{"text": 5}',
        b'{"text": " \\n "}',
        b'{"text": "a\\u0000b"}',
        b'{"text": "half \\ud800"}',
        b"",
        b"[" * 100_000,
        b'{"text": "' + b"x" * 200_000 + b'"}',
        b'{"text": "good again"}',
    ]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    found = read_folder(tmp_path, max_file_bytes=150_000)
    assert [record.source_path for record in found.records] == ["a.jsonl#0", "a.jsonl#12"]
    assert found.reasons == [
        ("a.jsonl#1", "malformed_row"),
        ("a.jsonl#2", "malformed_row"),
        ("a.jsonl#3", "no_text_column"),
        ("a.jsonl#4", "empty"),
        ("a.jsonl#5", "no_text_column"),
        ("a.jsonl#6", "empty"),
        ("a.jsonl#7", "binary"),
        ("a.jsonl#8", "undecodable"),
        ("a.jsonl#10", "malformed_row"),
        ("a.jsonl#11", "oversized"),
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf\n"])
def test_a_file_without_rows_is_rejected(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    assert read_folder(tmp_path).reasons == [("a.jsonl", "empty")]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_other_encodings_are_read(tmp_path: Path, codec: str) -> None:
    text = "中国铝业公司董事长会见了省委书记。双方就电解铝项目进行了深入交流。" * 5
    (tmp_path / "a.jsonl").write_bytes(write_lines([{"text": text}] * 3).decode().encode(codec))
    assert [record.text for record in read_folder(tmp_path).records] == [text] * 3


def test_a_file_that_is_not_what_its_mark_says_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes('{"text": "One."}\n'.encode("utf-16") + b"\xff")
    assert read_folder(tmp_path).reasons[-1] == ("a.jsonl", "undecodable")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("stem", ["a.txt", "a.jsonl"])
def test_packed_files_are_read(tmp_path: Path, stem: str, suffix: str) -> None:
    content = b"One." if stem == "a.txt" else write_lines([{"text": "One."}])
    # Two members one after the other are one file.
    packed = pack(content, suffix) if stem == "a.txt" else pack(content, suffix) * 2
    (tmp_path / f"{stem}{suffix}").write_bytes(packed)
    assert {record.text for record in read_folder(tmp_path).records} == {"One."}
    assert read_folder(tmp_path).rejections == []


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_rows_before_a_damage_are_kept(tmp_path: Path, suffix: str) -> None:
    packed = pack(write_lines({"text": f"{number} {number**9}"} for number in range(100_000)), suffix)
    (tmp_path / f"a.jsonl{suffix}").write_bytes(packed[: len(packed) // 2])
    found = read_folder(tmp_path)
    assert 20_000 < len(found.records) < 80_000
    assert [record.text.split()[0] for record in found.records] == [str(n) for n in range(len(found.records))]
    # The line in which the file breaks off is no row.
    assert found.reasons == [(f"a.jsonl{suffix}", "damaged")]


@pytest.mark.parametrize("content", [b"", b"no archive at all", pack(b"", ".gz") + b"and more"])
@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.jsonl.zst", "a.html.gz"])
def test_what_is_no_archive_is_damaged(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert read_folder(tmp_path).reasons == [(name, "damaged")]


def test_a_wrong_checksum_is_damage(tmp_path: Path) -> None:
    packed = bytearray(pack(b"One." * 1000, ".gz"))
    packed[-6] ^= 1
    (tmp_path / "a.txt.gz").write_bytes(packed)
    assert read_folder(tmp_path).reasons == [("a.txt.gz", "damaged")]


def write_bomb(path: Path, megabytes: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(packer.compress(b" " * 1_000_000))
        file.write(packer.flush())


def test_what_unpacks_to_too_much_is_stopped(tmp_path: Path) -> None:
    write_bomb(tmp_path / "a.txt.gz", 500)
    write_bomb(tmp_path / "b.jsonl.gz", 500)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read_folder(tmp_path, max_unpacked_bytes=50_000_000)
    assert found.reasons == [("a.txt.gz", "unpacks_too_large"), ("b.jsonl.gz", "unpacks_too_large")]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_rows_before_the_limit_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(pack(write_lines({"text": str(n)} for n in range(100_000)), ".gz"))
    found = read_folder(tmp_path, max_unpacked_bytes=500_000)
    assert len(found.records) > 10_000
    assert found.reasons == [("a.jsonl.gz", "unpacks_too_large")]


@given(st.lists(st.binary(max_size=30), max_size=10), st.integers(1, 40))
def test_lines_are_those_of_the_whole_whatever_the_chunks(chunks: list[bytes], max_bytes: int) -> None:
    lines = b"".join(chunks).split(b"\n")
    if not lines[-1]:
        lines.pop()
    expected = [(n, line if len(line) <= max_bytes else None, len(line)) for n, line in enumerate(lines)]
    assert list(split_lines(iter(chunks), max_bytes)) == expected


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_rejected(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.jsonl", "a.jsonl.gz", "a.parquet", "a.warc", "a.warc.gz", "a.txt.zst"):
        (folder / name).write_bytes(content)
    found = read_folder(folder)
    assert len(found.records) + len(found.rejections) >= 6


def test_a_file_that_grows_while_it_is_read_ends_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(write_lines({"text": f"Row {number}."} for number in range(3)))
    entries = list(scan_folder(tmp_path))
    outcomes = []
    for outcome in read_entry(entries[0], Columns(), Limits()):
        outcomes.append(outcome)
        with path.open("ab") as file:
            file.write(write_lines([{"text": "More."}]))
    assert [outcome.source_path for outcome in outcomes] == ["a.jsonl#0", "a.jsonl#1", "a.jsonl#2"]
