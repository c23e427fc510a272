"""`make audit`, against a database of vulnerabilities on this machine."""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.conftest import PROJECT

AUDIT = PROJECT / ".ci" / "audit"
ALONE = {"PATH": "/usr/bin:/bin", "NO_PROXY": "127.0.0.1", "UV_HTTP_RETRIES": "0"}


class Database(HTTPServer):
    """Answers as OSV does; knows of a vulnerability in the packages that it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.vulnerable: set[str] = set()
        self.asked: set[str] = set()


class _Handler(BaseHTTPRequestHandler):
    server: Database

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        names = [query["package"]["name"] for query in queries]
        self.server.asked.update(names)
        found = [{"id": f"TEST-{name}", "modified": "2026-01-01T00:00:00Z"} for name in names]
        self._answer(
            {
                "results": [
                    {"vulns": [one]} if one["id"][5:] in self.server.vulnerable else {} for one in found
                ]
            }
        )

    def do_GET(self) -> None:
        name = self.path.rpartition("TEST-")[2]
        self._answer(
            {
                "id": f"TEST-{name}",
                "modified": "2026-01-01T00:00:00Z",
                "summary": "It can be talked into anything.",
                "affected": [
                    {
                        "package": {"ecosystem": "PyPI", "name": name},
                        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
                    }
                ],
            }
        )

    def _answer(self, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def database() -> Iterator[Database]:
    with Database() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def audit(port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [AUDIT, "--service-url", f"http://127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        # Whatever else were asked would not be reached.
        env={**dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"), **ALONE},
        check=False,
    )


def test_what_is_pinned_for_running_is_asked_for(database: Database) -> None:
    done = audit(database.server_port)
    assert done.returncode == 0, done.stderr
    assert {"duckdb", "dagster", "pyspark"} <= database.asked
    assert not {"pytest", "spacy"} & database.asked


def test_a_known_vulnerability_is_told(database: Database) -> None:
    database.vulnerable = {"duckdb"}
    done = audit(database.server_port)
    assert done.returncode == 1
    assert "TEST-duckdb" in done.stdout + done.stderr


def test_without_a_network_one_sentence_says_so() -> None:
    done = audit(9)
    assert (done.returncode, done.stdout) == (75, "")
    assert done.stderr.startswith("audit: nothing was audited") and len(done.stderr.splitlines()) == 1
