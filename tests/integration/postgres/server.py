"""A PostgreSQL server of a test's own: in a folder that goes with it, on a socket in there and on no port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAMS = ("initdb", "pg_ctl", "postgres")
# Where Debian and its like put what they keep off the path.
VERSIONED = Path("/usr/lib/postgresql")
USER = "potline"
DATABASE = "postgres"


@dataclass(frozen=True)
class Postgres:
    """A running server, by the folder of its socket."""

    host: Path

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a client, as libpq and the profile of the dbt project name them."""
        return {
            "PGHOST": str(self.host),
            "PGPORT": "5432",
            "PGUSER": USER,
            "PGPASSWORD": "",
            "PGDATABASE": DATABASE,
        }


def find_programs() -> Path | None:
    """Return the folder of the server's programs, the newest of several; None where there is no PostgreSQL."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    if VERSIONED.is_dir():
        numbered = [folder for folder in VERSIONED.iterdir() if folder.name.isdigit()]
        folders += [folder / "bin" for folder in sorted(numbered, key=lambda folder: -int(folder.name))]
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


@contextmanager
def open_postgres(programs: Path) -> Iterator[Postgres]:
    """Start a server with an empty database that sorts by code point, as DuckDB does; in the end stop and remove it."""
    # Not in pytest's folder, which only its owner may enter, and whose path is too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    cluster = folder / "cluster"
    runner = _choose_runner()
    if runner:
        os.chown(folder, runner["user"], runner["group"])

    def call(program: str, *arguments: str | Path) -> None:
        # Into a file: a server that stays would hold a pipe open.
        said = folder / f"{program}.log"
        with said.open("w") as output:
            finished = subprocess.run(
                [programs / program, "--pgdata", cluster, *arguments],
                cwd=folder,
                stdout=output,
                stderr=output,
                check=False,
                **runner,
            )
        assert finished.returncode == 0, said.read_text()

    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    try:
        call(
            "initdb",
            "--username",
            USER,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "--no-sync",
        )
        call("pg_ctl", "--wait", "--log", folder / "server.log", "--options", options, "start")
        try:
            yield Postgres(folder)
        finally:
            call("pg_ctl", "--wait", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _choose_runner() -> dict[str, Any]:
    """Return whom the server runs as, for subprocess: whoever runs the tests, or somebody else where that is root."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    somebody = users.get("postgres", users["nobody"])
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
