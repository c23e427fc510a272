"""Reading a landing folder in batches."""

import hashlib
import os
from pathlib import Path

import pytest

from ingest.articles import read, schemas
from ingest.articles.columns import Columns
from ingest.articles.read import ReadBatch, read_batches, read_entry
from ingest.articles.records import Limits, Rejection
from ingest.articles.scan import scan_folder


def read_all(folder: Path) -> ReadBatch:
    (batch,) = read_batches(folder)
    return batch


def test_a_file_becomes_a_row(tmp_path: Path) -> None:
    content = "Título\r\nä 中\n".encode()
    (tmp_path / "a.txt").write_bytes(content)
    batch = read_all(tmp_path)
    digest = hashlib.sha256(content).hexdigest()
    assert batch.articles.to_pylist() == [
        {
            "source_path": "a.txt",
            "article_id": digest[:32],
            "content_sha256": digest,
            "text": "Título\r\nä 中\n",
            "char_count": 12,
            "encoding": "utf-8",
            "byte_count": len(content),
            "url": None,
            "given_title": None,
            "given_published_on": None,
            "extracted_with": None,
        }
    ]
    assert batch.articles.schema == schemas.ARTICLES
    assert batch.rejected.schema == schemas.REJECTED
    assert batch.rejected.num_rows == 0


def test_identity_is_that_of_the_text_not_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("ä".encode("utf-16"))
    (tmp_path / "b.txt").write_bytes("ä".encode())
    rows = read_all(tmp_path).articles.to_pylist()
    assert rows[0]["article_id"] == rows[1]["article_id"]
    assert [row["byte_count"] for row in rows] == [4, 2]


def test_every_input_is_read_or_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("good")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"\0")
    (tmp_path / "d.txt").mkdir()
    batch = read_all(tmp_path)
    assert batch.articles["source_path"].to_pylist() == ["a.txt"]
    assert batch.rejected.select(["source_path", "reason", "byte_count"]).to_pylist() == [
        {"source_path": "b.txt", "reason": "empty", "byte_count": 0},
        {"source_path": "c.txt", "reason": "binary", "byte_count": 1},
        {"source_path": "d.txt", "reason": "not_a_regular_file", "byte_count": None},
    ]


def test_an_oversized_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(10_000_000_000)
    with (tmp_path / "over.txt").open("wb") as file:
        file.write(b"x" * 101)
    (tmp_path / "within.txt").write_bytes(b"x" * 100)
    (batch,) = read_batches(tmp_path, limits=Limits(max_file_bytes=100))
    assert batch.articles["source_path"].to_pylist() == ["within.txt"]
    assert batch.rejected["reason"].to_pylist() == ["oversized", "oversized"]
    assert batch.rejected["byte_count"].to_pylist() == [10_000_000_000, 101]


def test_batches_are_bounded_by_their_text(tmp_path: Path) -> None:
    for name, size in {"a": 40, "b": 40, "c": 40, "d": 200, "e": 10}.items():
        (tmp_path / f"{name}.txt").write_text(name * size)
    batches = list(read_batches(tmp_path, max_batch_bytes=100))
    assert [batch.articles["char_count"].to_pylist() for batch in batches] == [[40, 40], [40], [200], [10]]


def test_batches_are_bounded_by_their_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_BATCH_INPUTS", 2)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_bytes(b"x" * (number % 2))
    batches = list(read_batches(tmp_path))
    assert [batch.articles.num_rows + batch.rejected.num_rows for batch in batches] == [2, 2, 1]


def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("closed")

    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        rejected = read_all(tmp_path).rejected.to_pylist()
    assert rejected[0]["reason"] == "unreadable"
    assert rejected[0]["detail"] == "The file could not be read: Permission denied."


def test_a_file_that_turns_into_a_pipe_does_not_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("found as a file")
    (entry,) = scan_folder(tmp_path)
    path.unlink()
    os.mkfifo(path)
    (rejection,) = read_entry(entry, Columns(), Limits())
    assert isinstance(rejection, Rejection)
    assert rejection.detail == "It is a pipe."


def test_an_empty_folder_gives_no_batch(tmp_path: Path) -> None:
    assert list(read_batches(tmp_path)) == []
