"""Reading web pages, alone and in archives."""

import datetime
import gzip
import time
import zlib
from pathlib import Path

import pyarrow as pa
import pytest

from tests.unit.articles.inputs import NEWS, PAGE, pack, read_folder, write_record

WORDS = " ".join(NEWS.split())


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (record,) = read_folder(tmp_path).records
    assert record.source_path == "a.html"
    assert WORDS in " ".join(record.text.split())
    assert "Home" not in record.text and "Copyright" not in record.text
    assert (record.given_title, record.url) == (
        "Mayor meets chairman",
        "https://news.example/2024/mayor.html",
    )
    assert record.given_published_on == datetime.date(2024, 3, 15)
    assert record.extracted_with is not None and record.extracted_with.startswith("trafilatura 2.")
    assert record.byte_count == len(PAGE.encode())


@pytest.mark.parametrize(
    "stated",
    [
        '<meta name="PubDate" content="2024-03-15 10:20">',
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-03-15"}]}</script>',
        '<time itemprop="datePublished" datetime="2024-03-15">15 March</time>',
    ],
)
def test_a_date_that_a_page_states_is_taken(tmp_path: Path, stated: str) -> None:
    meta = '<meta property="article:published_time" content="2024-03-15T08:00:00+08:00">'
    assert meta in PAGE
    (tmp_path / "a.htm").write_text(PAGE.replace(meta, stated), encoding="utf-8")
    (tmp_path / "b.htm").write_text(PAGE.replace(meta, "<!-- 2019-01-02 10:00:00 -->"), encoding="utf-8")
    stating, silent = read_folder(tmp_path).records
    assert stating.given_published_on == datetime.date(2024, 3, 15)
    assert silent.given_published_on is None


@pytest.mark.parametrize(
    ("codec", "head"),
    [
        ("gb18030", '<meta charset="gb2312">'),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=GBK">'),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("utf-16", ""),
        ("koi8-r", "<meta charset=koi8-r>"),
    ],
)
def test_the_declared_encoding_is_asked(tmp_path: Path, codec: str, head: str) -> None:
    words = {"gb18030": "中铝董事长会见省委书记", "koi8-r": "Председатель"}.get(codec, "Éloïse – “Müller”")
    page = PAGE.replace('<meta charset="utf-8">', head).replace("Gao Lin said", f"{words}. Gao Lin said")
    (tmp_path / "a.html").write_bytes(page.encode(codec))
    (record,) = read_folder(tmp_path).records
    assert words in record.text
    assert record.encoding == codec


def test_pages_without_an_article_are_rejected(tmp_path: Path) -> None:
    pages = {"a": "<html><body></body></html>", "b": "<html><script>var a;</script></html>", "c": "<p> </p>"}
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    (tmp_path / "d.html").write_bytes(b"")
    (tmp_path / "e.html").write_bytes(b"<html>\0\0\xff")
    (tmp_path / "f.html").write_text("x" * 2000, encoding="utf-8")
    reasons = dict(read_folder(tmp_path, max_file_bytes=1000).reasons)
    assert reasons == {
        "a.html": "no_readable_text",
        "b.html": "no_readable_text",
        "c.html": "no_readable_text",
        "d.html": "no_readable_text",
        "e.html": "binary",
        "f.html": "oversized",
    }


def test_a_large_page_is_read_quickly(tmp_path: Path) -> None:
    article = "".join(f"<p>{NEWS} This was the meeting of number {number}.</p>" for number in range(5000))
    (tmp_path / "a.html").write_text(PAGE.replace(f"<p>{NEWS}</p>", article), encoding="utf-8")
    began = time.perf_counter()
    (record,) = read_folder(tmp_path).records
    assert time.perf_counter() - began < 30
    assert record.extracted_with is not None and record.extracted_with.startswith("resiliparse 2.")
    assert "number 4999" in record.text and "Home" not in record.text


@pytest.mark.parametrize("size", [100_000, 10_000_000])
@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + NEWS + "</div>" * 100_000,
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + f">{NEWS}</p>",
    ],
    ids=["deep", "long tag"],
)
def test_a_page_that_would_take_forever_is_rejected(tmp_path: Path, page: str, size: int) -> None:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    began = time.perf_counter()
    assert read_folder(tmp_path, max_page_bytes=size).reasons == [("a.html", "no_readable_text")]
    assert time.perf_counter() - began < 30


def inflate_raw(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_an_archive_gives_the_pages_that_were_found(tmp_path: Path, suffix: str) -> None:
    page = PAGE.encode()
    records = [
        write_record(b"software: test\r\n", record_type="warcinfo"),
        write_record(b"GET / HTTP/1.1\r\n\r\n", record_type="request"),
        write_record(page),
        write_record(page, status="404 Not Found"),
        write_record(b"\x89PNG", kind="image/png"),
        write_record(b"A text in one paragraph.", kind="text/plain"),
        write_record(gzip.compress(page), fields="Content-Encoding: gzip\r\n"),
        write_record(zlib.compress(page), fields="Content-Encoding: deflate\r\n"),
        write_record(inflate_raw(page), fields="Content-Encoding: deflate\r\n"),
        write_record(pa.compress(page, "brotli", asbytes=True), fields="Content-Encoding: br\r\n"),
        write_record(
            b"%x\r\n%b\r\n3\r\n<p>\r\n0\r\n\r\n" % (len(page), page), fields="Transfer-Encoding: chunked\r\n"
        ),
        write_record(page, fields="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        write_record("中铝董事长会见省委书记".encode("gbk"), kind="text/plain; charset=gb2312"),
    ]
    packed = b"".join(pack(record, suffix) if suffix else record for record in records)
    (tmp_path / f"a.warc{suffix}").write_bytes(packed)
    found = read_folder(tmp_path)
    assert found.rejections == []
    texts = {record.source_path.partition("#")[2]: record.text for record in found.records}
    assert list(texts) == ["2", "5", "6", "7", "8", "9", "10", "11", "12"]
    assert texts.pop("5") == "A text in one paragraph."
    assert texts.pop("12") == "中铝董事长会见省委书记"
    assert all(WORDS in " ".join(text.split()) for text in texts.values())
    first = found.records[0]
    assert (first.url, first.given_title) == ("https://news.example/a", "Mayor meets chairman")
    assert first.given_published_on == datetime.date(2024, 3, 15)


def test_bad_records_are_rejected_one_by_one(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    records = [
        write_record(b"\x28\xb5\x2f\xfdgarbage", fields="Content-Encoding: zstd\r\n"),
        write_record(gzip.compress(PAGE.encode())[:-20], fields="Content-Encoding: gzip\r\n"),
        write_record(bomb, fields="Content-Encoding: gzip\r\n"),
        write_record(b"x" * 5_000_001, kind="text/plain"),
        write_record(b"x" * 6_000_000, kind="text/plain"),
        write_record(b"x" * 6_000_000, kind="video/mp4"),
        write_record(b"ff\r\nbroken", fields="Transfer-Encoding: chunked\r\n"),
        write_record(b""),
        write_record(b"Good.", kind="text/plain"),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    found = read_folder(tmp_path)
    assert found.reasons == [
        ("a.warc#0", "damaged"),
        ("a.warc#1", "damaged"),
        ("a.warc#2", "unpacks_too_large"),
        ("a.warc#3", "oversized"),
        ("a.warc#4", "oversized"),
        ("a.warc#6", "damaged"),
        ("a.warc#7", "no_readable_text"),
    ]
    assert [record.source_path for record in found.records] == ["a.warc#8"]


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("lost", [5, 30, 100])
def test_pages_before_a_damage_are_kept(tmp_path: Path, suffix: str, lost: int) -> None:
    record = write_record(PAGE.encode())
    packed = (pack(record, suffix) if suffix else record) * 3
    (tmp_path / f"a.warc{suffix}").write_bytes(packed[:-lost])
    found = read_folder(tmp_path)
    assert [record.source_path for record in found.records] == [f"a.warc{suffix}#0", f"a.warc{suffix}#1"]
    assert found.reasons == [(f"a.warc{suffix}", "damaged")]


def test_what_is_no_archive_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(PAGE.encode())
    (tmp_path / "b.warc").write_bytes(b"")
    (tmp_path / "c.warc").write_bytes(write_record(b"GET", record_type="request"))
    (tmp_path / "d.warc").write_bytes(
        write_record(b"Good.", kind="text/plain") + b"and then garbage\r\n\r\n" * 9
    )
    found = read_folder(tmp_path)
    assert found.reasons == [
        ("a.warc", "damaged"),
        ("b.warc", "empty"),
        ("c.warc", "empty"),
        ("d.warc", "damaged"),
    ]
    assert [record.text for record in found.records] == ["Good."]
