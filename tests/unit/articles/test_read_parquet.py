"""Reading Parquet."""

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.articles.columns import parse_columns
from tests.unit.articles.inputs import read_folder

DAY = datetime.date(2024, 3, 15)


def write(path: Path, table: pa.Table, row_group_size: int = 1000, compression: str = "snappy") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, row_group_size=row_group_size, compression=compression)
    return path


@pytest.mark.parametrize(
    "days",
    [
        pa.array([DAY, None], pa.date32()),
        pa.array([datetime.datetime(2024, 3, 15, 23), None], pa.timestamp("us", "UTC")),
        pa.array(["2024-03-15", "in spring"]),
    ],
)
@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())]
)
def test_a_row_becomes_a_record_with_what_was_delivered(
    tmp_path: Path, days: pa.Array, kind: pa.DataType
) -> None:
    texts = pa.array(["One.", "Two: 中铝"]).cast(kind)
    write(tmp_path / "a.parquet", pa.table({"n": [1, 2], "text": texts, "url": ["u", None], "date": days}))
    first, second = read_folder(tmp_path).records
    assert first[:2] == ("a.parquet#0", "One.")
    assert (first.url, first.given_title, first.given_published_on, first.byte_count) == ("u", None, DAY, 4)
    assert second[:2] == ("a.parquet#1", "Two: 中铝")
    assert (second.url, second.given_published_on) == (None, None)


def test_rows_are_numbered_through_all_row_groups(tmp_path: Path) -> None:
    texts = [f"Text {number}." for number in range(1000)]
    write(tmp_path / "a.parquet", pa.table({"text": texts}), row_group_size=300)
    found = read_folder(tmp_path)
    assert [(record.source_path, record.text) for record in found.records] == [
        (f"a.parquet#{number}", text) for number, text in enumerate(texts)
    ]


def test_bad_rows_are_rejected_one_by_one(tmp_path: Path) -> None:
    broken = pa.array([b"good", b"\xfa\xff\xfe" * 9 + b"\0", b"", None, b"x" * 500, b"good again"])
    # What is called a string, and is none.
    texts = pa.Array.from_buffers(pa.string(), len(broken), broken.buffers())
    write(tmp_path / "a.parquet", pa.table({"text": texts}))
    found = read_folder(tmp_path, max_file_bytes=100)
    assert [record.source_path for record in found.records] == ["a.parquet#0", "a.parquet#5"]
    assert found.reasons == [
        ("a.parquet#1", "binary"),
        ("a.parquet#2", "empty"),
        ("a.parquet#3", "empty"),
        ("a.parquet#4", "oversized"),
    ]


def test_columns_are_mapped_and_only_those_are_read(tmp_path: Path) -> None:
    noise = [bytes(range(256)) * 2000] * 50
    table = pa.table({"body": [f"Text {n}." for n in range(50)], "day": [DAY] * 50, "noise": noise})
    path = write(tmp_path / "a.parquet", table, compression="none")
    # What is not asked for may be in ruins.
    content = path.read_bytes()
    start = content.index(noise[0][:500])
    path.write_bytes(content[:start] + b"\0" * 500 + content[start + 500 :])
    found = read_folder(tmp_path, parse_columns("text=body,date=day"))
    assert len(found.records) == 50
    assert {record.given_published_on for record in found.records} == {DAY}


def test_a_file_without_the_column_is_rejected_once(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", pa.table({"body": ["One.", "Two."]}))
    write(tmp_path / "b.parquet", pa.table({"text": [1, 2]}))
    assert read_folder(tmp_path).reasons == [("a.parquet", "no_text_column"), ("b.parquet", "no_text_column")]


def test_rows_before_a_damage_are_kept(tmp_path: Path) -> None:
    texts = [f"Text {number} {number**9}." for number in range(3000)]
    path = write(tmp_path / "a.parquet", pa.table({"text": texts}), row_group_size=1000)
    group = pq.ParquetFile(path).metadata.row_group(1).column(0)
    content = bytearray(path.read_bytes())
    start = group.dictionary_page_offset
    content[start : start + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    found = read_folder(tmp_path)
    assert [record.text for record in found.records] == texts[:1000]
    assert found.reasons == [("a.parquet", "damaged")]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no table at all" * 100])
def test_what_is_no_parquet_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    assert read_folder(tmp_path).reasons == [("a.parquet", "damaged")]


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", pa.table({"text": ["One."] * 100}))
    path.write_bytes(path.read_bytes()[:-10])
    assert read_folder(tmp_path).reasons == [("a.parquet", "damaged")]


def test_no_rows_are_told_and_too_much_text_is_stopped(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", pa.table({"text": pa.array([], pa.string())}))
    # One long text that all rows share takes a few thousand bytes in the file.
    path = write(
        tmp_path / "b.parquet", pa.table({"text": pa.array(["x" * 100_000] * 10_000).dictionary_encode()})
    )
    assert path.stat().st_size < 100_000
    found = read_folder(tmp_path, max_unpacked_bytes=50_000_000)
    assert found.reasons == [("a.parquet", "empty"), ("b.parquet", "unpacks_too_large")]
    assert 500 <= len(found.records) < 1000


def test_a_folder_may_be_called_as_its_files_are(tmp_path: Path) -> None:
    write(tmp_path / "news.parquet" / "part-0.parquet", pa.table({"text": ["One."]}))
    found = read_folder(tmp_path)
    assert [record.source_path for record in found.records] == ["news.parquet/part-0.parquet#0"]
    assert found.rejections == []
