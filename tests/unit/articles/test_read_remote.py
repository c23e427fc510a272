"""Reading landing folders elsewhere, from servers that speak the real protocols."""

import functools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.articles.columns import Columns
from ingest.articles.landing import RemoteError, name_landing, scan_landing
from ingest.articles.read import read_batches, read_entry
from ingest.articles.records import Limits, Record
from ingest.articles.scan import scan_folder
from tests.unit.articles.inputs import PAGE, pack, write_lines, write_record

SECONDS_TO_START = 60

RANGED_SERVER = """
import sys
from aiohttp import web
application = web.Application()
application.router.add_static("/", sys.argv[1], show_index=True)
web.run_app(application, host="127.0.0.1", port=int(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with one of each kind, and with names that are hard on URLs."""
    folder = tmp_path_factory.mktemp("landing")
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "a.txt").write_text("One.", encoding="utf-8")
    (folder / "a b#c%20é.txt").write_text("Two.", encoding="utf-8")
    (folder / "deep" / "rows.jsonl.gz").write_bytes(
        pack(write_lines([{"text": f"Row {n}."} for n in range(3)]), ".gz")
    )
    (folder / "deep" / "er" / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "deep" / "er" / "web.warc.gz").write_bytes(
        pack(write_record(b"Three.", kind="text/plain"), ".gz")
    )
    (folder / "deep-er.txt").write_bytes(b"")
    (folder / ".hidden.txt").write_text("Hidden.", encoding="utf-8")
    pq.write_table(
        pa.table({"text": [f"Row {n} of many." for n in range(500)]}), folder / "deep" / "rows.parquet"
    )
    return folder


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def web(landing: Path) -> Iterator[str]:
    """Serve the folder as pages of links; this server sends files in one piece only."""
    handler = functools.partial(QuietHandler, directory=str(landing))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def ranged_web(landing: Path) -> Iterator[str]:
    """Serve the folder from a server that sends any part of a file; its lists do not tell folders from files."""
    port = find_port()
    server = subprocess.Popen(
        [sys.executable, "-c", RANGED_SERVER, str(landing), str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def store(landing: Path) -> Iterator[str]:
    """Put the folder into a bucket of a server that speaks the protocol of S3."""
    port = find_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    settings = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1",
    }
    before = dict(os.environ)
    try:
        os.environ |= settings
        wait_for(port)
        import s3fs

        system = s3fs.S3FileSystem(skip_instance_cache=True)
        system.mkdir("bucket")
        system.put(f"{landing}/", "bucket/news/", recursive=True)
        # A store has no folders, but consoles make objects that look like them.
        system.touch("bucket/news/deep/")
        yield "s3://bucket/news"
    finally:
        os.environ.clear()
        os.environ |= before
        server.terminate()
        server.wait()


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)


@pytest.fixture(params=["web", "store"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def read_all(landing: Path | str) -> list[dict[str, Any]]:
    rows = []
    for batch in read_batches(landing):
        rows += batch.articles.to_pylist() + batch.rejected.drop_columns(["byte_count"]).to_pylist()
    return rows


def test_a_remote_folder_reads_as_the_same_one_here(landing: Path, url: str) -> None:
    assert read_all(url) == read_all(landing)
    assert read_all(f"{url}/") == read_all(landing)


def test_a_remote_folder_is_listed_as_the_same_one_here(landing: Path, url: str) -> None:
    here, there = list(scan_folder(landing)), list(scan_landing(url))
    assert [entry.source_path for entry in there] == [entry.source_path for entry in here]
    if url.startswith("s3"):
        assert [entry.byte_count for entry in there] == [entry.byte_count for entry in here]
        assert all(entry.modified_ns for entry in there)


def test_a_single_file_is_a_folder_of_one(url: str) -> None:
    assert [row["source_path"] for row in read_all(f"{url}/deep/rows.jsonl.gz")] == [
        f"rows.jsonl.gz#{n}" for n in range(3)
    ]


@pytest.mark.parametrize("name", ["rows.jsonl.gz", "rows.parquet"])
def test_a_file_is_read_in_parts_where_the_server_sends_parts(
    landing: Path, ranged_web: str, name: str
) -> None:
    (entry,) = scan_landing(f"{ranged_web}/deep/{name}")
    assert entry.byte_count == (landing / "deep" / name).stat().st_size
    outcomes = list(read_entry(entry, Columns(), Limits()))
    (here,) = (entry for entry in scan_folder(landing) if entry.source_path == f"deep/{name}")
    assert [outcome[1:] for outcome in outcomes] == [
        outcome[1:] for outcome in read_entry(here, Columns(), Limits())
    ]


def test_what_is_not_there_is_told_in_one_sentence(url: str) -> None:
    with pytest.raises(RemoteError, match=r"^There is nothing at .*/nowhere\.$"):
        scan_landing(f"{url}/nowhere")


def test_a_file_that_goes_before_it_is_read_is_rejected(store: str) -> None:
    import s3fs

    system = s3fs.S3FileSystem(skip_instance_cache=True)
    system.pipe("bucket/gone/a.jsonl", write_lines([{"text": "One."}]))
    system.pipe("bucket/gone/b.parquet", b"PAR1")
    entries = list(scan_landing("s3://bucket/gone"))
    system.rm("bucket/gone", recursive=True)
    outcomes = [outcome for entry in entries for outcome in read_entry(entry, Columns(), Limits())]
    assert not any(isinstance(outcome, Record) for outcome in outcomes)
    assert [str(outcome[1]) for outcome in outcomes] == ["unreadable", "unreadable"]


def test_a_server_that_is_down_is_told_in_one_sentence() -> None:
    with pytest.raises(RemoteError, match=r"^http://127\.0\.0\.1:9 cannot be listed: \w+\.$"):
        scan_landing("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    "url", ["ftp://host/folder", "file:///etc", "memory://a", "simplecache::s3://bucket/a"]
)
def test_other_protocols_are_refused(url: str) -> None:
    with pytest.raises(RemoteError, match="none of them"):
        scan_landing(url)


@pytest.mark.skipif(find_spec("gcsfs") is not None, reason="the library of this store is installed")
def test_a_missing_library_is_told_in_one_sentence() -> None:
    with pytest.raises(RemoteError, match=r"^Reading gs:// needs the extra remote: .*\.$"):
        scan_landing("gs://bucket/news")


def test_a_name_holds_no_secret() -> None:
    assert name_landing("HTTPS://user:secret@Host/news/?token=secret#part") == "https://Host/news"
    assert name_landing("s3://bucket/news/") == "s3://bucket/news"
