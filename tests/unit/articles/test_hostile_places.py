"""Files whose names, links or archives try to lead somewhere else."""

import gzip
import io
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.articles.columns import Columns
from ingest.articles.landing import scan_landing
from ingest.articles.read import read_batches, read_entry
from ingest.articles.reasons import Reason
from ingest.articles.records import Limits, Record, Rejection
from ingest.articles.scan import FileEntry, scan_folder
from tests.unit.articles.inputs import read_folder, write_record

SECRET = "The secret of somebody else, who never meant it for a newspaper."


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    folder = tmp_path / "landing"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.txt").write_text("Good.", encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.txt").write_text(SECRET, encoding="utf-8")
    return folder


def read_again(entries: list[FileEntry]) -> list[Record | Rejection]:
    return [outcome for entry in entries for outcome in read_entry(entry, Columns(), Limits())]


def reject_all(entries: list[FileEntry]) -> list[Reason]:
    outcomes = read_again(entries)
    assert SECRET not in str(outcomes)
    return [outcome.reason for outcome in outcomes if isinstance(outcome, Rejection)]


def test_a_link_that_is_laid_after_the_look_is_not_followed_out(landing: Path) -> None:
    entries = list(scan_folder(landing))
    (landing / "deep" / "a.txt").unlink()
    (landing / "deep" / "a.txt").symlink_to(landing.parent / "outside" / "a.txt")
    assert reject_all(entries) == [Reason.OUTSIDE_FOLDER]


def test_a_folder_that_becomes_a_link_after_the_look_is_not_followed_out(landing: Path) -> None:
    entries = list(scan_folder(landing))
    (landing / "deep" / "a.txt").unlink()
    (landing / "deep").rmdir()
    (landing / "deep").symlink_to(landing.parent / "outside")
    assert reject_all(entries) == [Reason.OUTSIDE_FOLDER]


def test_a_file_that_was_a_link_at_the_very_moment_is_not_read(
    landing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = list(scan_folder(landing))
    open_file = os.open

    def open_other(path: object, *arguments: int) -> int:
        # What the system would have opened while a link lay there that is gone again.
        assert path == landing / "deep" / "a.txt"
        return open_file(landing.parent / "outside" / "a.txt", *arguments)

    monkeypatch.setattr(os, "open", open_other)
    assert reject_all(entries) == [Reason.UNREADABLE]


def test_links_inside_are_still_read(landing: Path) -> None:
    (landing / "again.txt").symlink_to("deep/../deep/a.txt")
    (landing.parent / "way").symlink_to(landing)
    outcomes = read_again(list(scan_folder(landing.parent / "way")))
    assert [outcome.source_path for outcome in outcomes] == ["again.txt", "deep/a.txt"]
    assert all(isinstance(outcome, Record) for outcome in outcomes)


def test_a_name_inside_an_archive_leads_nowhere(
    landing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile("../../../evil.txt", "wb", fileobj=packed) as file:
        file.write(b"Packed.")
    (landing / "b.txt.gz").write_bytes(packed.getvalue())
    record = write_record(b"Archived.", kind="text/plain")
    record = record.replace(b"https://news.example/a", b"file:///../evil.txt")
    (landing / "c.warc").write_bytes(record)
    before = set(tmp_path.rglob("*"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    found = read_folder(landing)
    assert [(one.source_path, one.text, one.url) for one in found.records] == [
        ("b.txt.gz", "Packed.", None),
        ("c.warc#0", "Archived.", "file:///../evil.txt"),
        ("deep/a.txt", "Good.", None),
    ]
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "here"}


HOSTILE_LINKS = [
    "good.txt",
    "../secret.txt",
    "/secret.txt",
    "..%2Fsecret.txt",
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "deep/../../secret.txt",
    "http://127.0.0.1:9/elsewhere.txt",
    "//127.0.0.1:9/elsewhere.txt",
    "file:///etc/hostname.txt",
    "a%2F..%2F..%2Fsecret.txt",
    "%FF.txt",
    "%FE.txt",
    "%5CxFE.txt",
]


class Handler(BaseHTTPRequestHandler):
    """Serves one folder of links, and a file at every other address."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        is_folder = self.path.rstrip("/") == "/news"
        links = "".join(f'<a href="{link}">x</a>' for link in HOSTILE_LINKS)
        body = links if is_folder else f"A file at {self.path}."
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if is_folder else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hostile_web() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/news/"
        server.shutdown()
        thread.join()


def test_a_web_page_of_links_leads_to_no_other_folder(hostile_web: str) -> None:
    entries = list(scan_landing(hostile_web))
    names = [entry.source_path for entry in entries]
    assert sorted(names) == [
        "\\\\xFE.txt",
        "\\xfe.txt",
        "\\xff.txt",
        "a\\x2f..\\x2f..\\x2fsecret.txt",
        "good.txt",
    ]
    assert len(set(names)) == len(names)
    texts = [row["text"] for batch in read_batches(hostile_web) for row in batch.articles.to_pylist()]
    assert len(texts) == len(names)
    # Each was asked for below the folder, by the name that the page gave it.
    assert all(text.startswith("A file at /news/") for text in texts)
    assert not any(text.endswith(("/secret.txt.", "/../secret.txt.")) for text in texts)
