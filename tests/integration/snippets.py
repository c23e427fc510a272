"""The snippets of docs/connect.md, and how each is run."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import PROJECT_FOLDER
from tests.integration.commands import clean_environment

PAGE = PROJECT_FOLDER / "docs" / "connect.md"
DOCUMENTED_DATA = "/srv/potline"
SECONDS_AT_MOST = 120

_SNIPPET = re.compile(r"^<!-- run: (\S+) -->\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Snippet:
    """A fenced block of the page that is marked with the name of its client."""

    client: str
    language: str
    text: str


def read_snippets() -> dict[str, Snippet]:
    """Return the marked blocks of the page by client, in its order."""
    found = [Snippet(*groups) for groups in _SNIPPET.findall(PAGE.read_text(encoding="utf-8"))]
    snippets = {snippet.client: snippet for snippet in found}
    assert len(snippets) == len(found), "two snippets have the same name"
    return snippets


def run_snippet(language: str, text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a snippet of Python, or of the shell, with the programs of this environment first on the path."""
    command = [sys.executable, "-c", text] if language == "python" else ["/bin/sh", "-euc", text]
    return run_in(folder, command)


def run_in(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in an empty folder, so that nothing is found there by chance."""
    programs = str(Path(sys.executable).parent)
    return subprocess.run(
        command,
        cwd=folder,
        env={
            **clean_environment(),
            "PATH": os.pathsep.join([programs, os.environ["PATH"]]),
        },
        capture_output=True,
        text=True,
        timeout=SECONDS_AT_MOST,
        check=False,
    )


def last_number(finished: subprocess.CompletedProcess[str]) -> int:
    """Return the last whole number that was printed."""
    assert finished.returncode == 0, finished.stderr
    numbers = re.findall(r"\b\d+\b", finished.stdout)
    assert numbers, f"nothing was printed: {finished.stderr}"
    return int(numbers[-1])
