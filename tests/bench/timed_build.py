"""`potline build` with the seconds of each stage: python -m tests.bench.timed_build LANDING DATA SECONDS.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from unittest.mock import patch

from rich.console import Console

from orchestration import command_build
from orchestration.settings import Settings
from tests.bench.timed_progress import TimedProgress


def main(landing: Path, data: Path, seconds: Path) -> None:
    """Build, and write the seconds."""
    progress = TimedProgress(Console(stderr=True))
    with patch.object(command_build, "TerminalProgress", lambda _: progress):
        command_build.run_build(Settings(data=data, landing=landing), full_refresh=False)
    seconds.write_text(json.dumps(progress.seconds), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
