"""Calling `potline` as a person does, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import PROJECT

POTLINE = Path(sys.executable).with_name("potline")
SECONDS_AT_MOST = 300


@dataclass(frozen=True)
class Called:
    """What one call came to."""

    exit_code: int
    output: str
    complaint: str


def call_potline(
    *arguments: str | Path, folder: Path | None = None, seconds: int = SECONDS_AT_MOST, **settings: str
) -> Called:
    """Call potline with these settings and none of the caller's own, in a folder if one is given."""
    return _call([POTLINE, *arguments], folder, {**clean_environment(), **settings}, seconds)


def call_potline_offline(attempts: Attempts, *arguments: str | Path) -> Called:
    """Call potline without a network, and have written down who asks for one."""
    return _call(offline_command(POTLINE, *arguments), PROJECT, attempts.environment)


@dataclass(frozen=True)
class Attempts:
    """Where processes without a network write that they were started, and what they asked the network for."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that is to be looked at."""
        files = {f"OFFLINE_{what.upper()}": str(self.folder / what) for what in ("attempts", "processes")}
        return {**clean_environment(), **files}

    def asked(self) -> list[str]:
        """Return the attempts, one a line."""
        return (self.folder / "attempts").read_text().splitlines()

    def started(self) -> list[str]:
        """Return the Python processes, one a line."""
        return (self.folder / "processes").read_text().splitlines()


def watch_attempts(folder: Path) -> Attempts:
    """Begin to write down attempts in a folder."""
    for what in ("attempts", "processes"):
        (folder / what).touch()
    return Attempts(folder)


def offline_command(*command: str | Path) -> list[str | Path]:
    """Return the command that runs a command without a network; it is run in the project's folder."""
    return [sys.executable, "-m", "tests.integration.offline", *command]


def _call(
    command: list[str | Path],
    folder: Path | None,
    environment: dict[str, str],
    seconds: int = SECONDS_AT_MOST,
) -> Called:
    finished = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Called(finished.returncode, finished.stdout, finished.stderr)


def clean_environment() -> dict[str, str]:
    """Return the environment without settings of potline, for a terminal of a known width."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POTLINE_")}
    return {**kept, "COLUMNS": "120", "NO_COLOR": "1"}
