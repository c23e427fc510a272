"""Calling `potline` as a person does, in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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
    finished = subprocess.run(
        [POTLINE, *arguments],
        cwd=folder,
        env={**clean_environment(), **settings},
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
