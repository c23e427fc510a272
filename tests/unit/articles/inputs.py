"""Making files of every kind, and reading them."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from ingest.articles.columns import Columns
from ingest.articles.read import read_entry
from ingest.articles.records import Limits, Record, Rejection
from ingest.articles.scan import scan_folder

NEWS = """On March 14, Gao Lin, chairman of the company, met Qin Shu, mayor of the city, in the town hall. The two
sides spoke about the supply of power to the smelter, and about the railway that is to carry the alumina there."""

PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>Mayor meets chairman | Daily</title>
<meta property="og:title" content="Mayor meets chairman">
<meta property="article:published_time" content="2024-03-15T08:00:00+08:00">
<link rel="canonical" href="https://news.example/2024/mayor.html"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Mayor meets chairman</h1><p>{NEWS}</p><p>Gao Lin said that the company hoped for more support.</p>
</article><footer>Copyright 2011 Daily, printed on 2 January 2020</footer></body></html>"""


class Read(NamedTuple):
    """What became of the inputs of a folder."""

    records: list[Record]
    rejections: list[Rejection]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(rejection.source_path, str(rejection.reason)) for rejection in self.rejections]


def read_folder(folder: Path, columns: Columns | None = None, **limits: int) -> Read:
    outcomes = [
        outcome
        for entry in scan_folder(folder)
        for outcome in read_entry(entry, columns or Columns(), Limits(**limits))
    ]
    assert all(outcome.detail.endswith(".") for outcome in outcomes if isinstance(outcome, Rejection))
    return Read(
        [outcome for outcome in outcomes if isinstance(outcome, Record)],
        [outcome for outcome in outcomes if isinstance(outcome, Rejection)],
    )


def write_lines(rows: Iterable[Any]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def pack(content: bytes, suffix: str) -> bytes:
    if suffix == ".gz":
        return gzip.compress(content, mtime=0)
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return bytes(sink.getvalue())


def write_record(
    body: bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    record_type: str = "response",
    fields: str = "",
    length: int | None = None,
) -> bytes:
    """Make one record of a WARC file: what was answered to a request, or anything else."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{fields}\r\n".encode()
        if record_type == "response"
        else b""
    )
    block = head + body
    return (
        f"WARC/1.0\r\nWARC-Type: {record_type}\r\nWARC-Target-URI: https://news.example/a\r\n"
        "WARC-Date: 2025-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


def repeat(content: bytes, count: int) -> Iterator[bytes]:
    return (content for _ in range(count))
