"""Nothing in a build asks the network: neither its own process nor dbt's, neither Python nor what is beneath it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.integration.commands import Attempts, offline_command, watch_attempts
from tests.integration.conftest import Built
from tests.integration.offline.__main__ import refuse_sockets

CAN_REFUSE = (
    subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.integration.offline",
            sys.executable,
            "-I",
            "-c",
            "import socket; socket.socket()",
        ],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    ).returncode
    != 0
)


def run_offline(attempts: Attempts, code: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        offline_command(sys.executable, *options, "-c", code),
        cwd=PROJECT,
        env=attempts.environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_build_asks_no_network(built: Built) -> None:
    assert built.attempts.asked() == []
    started = "\n".join(built.attempts.started())
    # It was looked at in the process of the build and in dbt's, twice each but for dbt, which had nothing new to do.
    assert "potline build" in started
    assert "potline-dbt" in started


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80), 1)", "192.0.2.1"),
        ("import socket; socket.getaddrinfo('example.invalid', 80)", "example.invalid"),
        ("import socket; socket.gethostbyname('example.invalid')", "example.invalid"),
        ("import urllib.request; urllib.request.urlopen('http://example.invalid')", "example.invalid"),
        (
            "import sys, subprocess as s; s.run([sys.executable, '-c', 'import socket; socket.getaddrinfo(\"deeper\", 1)'])",
            "deeper",
        ),
        ("import socket\ntry: socket.getaddrinfo('swallowed', 80)\nexcept OSError: pass", "swallowed"),
    ],
)
def test_whoever_asks_is_written_down(tmp_path: Path, code: str, asked: str) -> None:
    attempts = watch_attempts(tmp_path)
    run_offline(attempts, code)
    assert any(asked in line for line in attempts.asked()), attempts.asked()


def test_what_stays_on_the_machine_is_let_be(tmp_path: Path) -> None:
    attempts = watch_attempts(tmp_path)
    code = "import socket; a, b = socket.socketpair(); a.send(b'x'); socket.getaddrinfo('localhost', 80)"
    done = run_offline(attempts, code)
    assert (done.returncode, attempts.asked()) == (0, []), done.stderr


@pytest.mark.skipif(not CAN_REFUSE, reason="this kernel refuses no sockets")
@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket(socket.AF_INET)",
        "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import subprocess; subprocess.run(['{python}', '-I', '-c', 'import socket; socket.socket()'], check=True)",
        "import duckdb; duckdb.sql('force install httpfs')",
    ],
)
def test_the_kernel_refuses_what_no_hook_sees(tmp_path: Path, code: str) -> None:
    # Isolated, so that the hook is not there; DuckDB's own code would not tell it anything.
    done = run_offline(watch_attempts(tmp_path), code.replace("{python}", sys.executable), "-I")
    assert done.returncode == 1, done.stdout


def test_a_machine_without_filters_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "vax")
    assert not refuse_sockets()
