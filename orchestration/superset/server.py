"""A running Superset on this machine alone."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from orchestration.superset.home import Home, superset_program
from orchestration.terminal import CommandError

HOST = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 20


@dataclass(frozen=True)
class Server:
    """A started server."""

    url: str
    process: subprocess.Popen[bytes]


@contextmanager
def run_server(home: Home, port: int | None = None) -> Iterator[Server]:
    """Start Superset, wait until it answers, and stop it at the end.

    Args:
        home: where its tables and secrets are.
        port: where it listens; without one, where nobody else does.

    Raises:
        CommandError: the port is taken, or the server ends or does not answer.
    """
    port = _check_port(port)
    with home.log_path.open("w") as log:
        process = subprocess.Popen(
            [
                superset_program("gunicorn"),
                *(
                    "--bind",
                    f"{HOST}:{port}",
                    "--workers",
                    "1",
                    "--worker-class",
                    "gthread",
                    "--threads",
                    "8",
                ),
                *("--timeout", "120", "superset.app:create_app()"),
            ],
            env=home.environment,
            cwd=home.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches this program alone, which then ends the server.
            start_new_session=True,
        )
    try:
        server = Server(f"http://{HOST}:{port}", process)
        _wait_for(server, home)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _check_port(port: int | None) -> int:
    with socket.socket() as probe:
        # As the server will: a connection of the last one that is still being closed is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port or 0))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken, perhaps by another Superset: choose one with PORT=, such as "
                "`make superset PORT=8090`."
            ) from error
        chosen: int = probe.getsockname()[1]
        return chosen


def _wait_for(server: Server, home: Home) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise CommandError(f"Superset ended while it started; {home.log_path} says why.")
        try:
            with opener.open(f"{server.url}/health", timeout=10):
                return
        except OSError:
            time.sleep(0.3)
    raise CommandError(f"Superset does not answer after {START_SECONDS} seconds; {home.log_path} says why.")
