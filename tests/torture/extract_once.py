"""Read and extract a folder in a process of its own: python -m tests.torture.extract_once LANDING DATA [WORKERS]."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from ingest.lexicon import extractor_version
from orchestration.assets.extracted import extract_articles
from orchestration.assets.raw import read_folder
from orchestration.progress import SilentProgress
from orchestration.resources import start_build
from orchestration.settings import WORLD_FOLDER, read_settings


def main() -> None:
    """Do it with the settings of the environment."""
    landing, data, *workers = sys.argv[1:]
    settings = replace(
        read_settings(),
        landing=Path(landing).absolute(),
        data=Path(data).absolute(),
        workers=int(workers[0]) if workers else None,
    )
    build = start_build(settings, run_id="torture", full_refresh=False)
    read_folder(build, SilentProgress())
    extract_articles(build, SilentProgress(), extractor_version(WORLD_FOLDER))


if __name__ == "__main__":
    main()
