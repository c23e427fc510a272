"""The extractor as one archive, which Spark brings to wherever it runs a task.

So executors need the libraries and nothing of potline, and cannot have another version of it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

CODE = "potline"
"""The folder, among those that Spark unpacks for a job, that holds the code."""

SEEDS = "seeds"
"""The folder of the seeds in it."""

_PACKAGE = Path(__file__).parents[1]
_SUFFIXES = frozenset({".py", ".yml"})


def pack_code(world: Path, archive: Path) -> None:
    """Write the package `ingest` and the seeds to a zip archive.

    Args:
        world: the folder of the seeds.
        archive: the file to write.
    """
    sources = [path for path in _PACKAGE.rglob("*") if path.suffix in _SUFFIXES]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(sources):
            packed.write(path, _PACKAGE.name / path.relative_to(_PACKAGE))
        for path in sorted(world.glob("*.csv")):
            packed.write(path, Path(SEEDS) / path.name)
