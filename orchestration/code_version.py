"""The version of the code that makes a build: a hash of its own sources, so that it is right without git."""

import hashlib
from pathlib import Path

SOURCE_FOLDERS = ("ingest", "warehouse", "orchestration", "dbt_project")
SOURCE_SUFFIXES = frozenset({".py", ".sql", ".yml", ".yaml", ".csv", ".json", ".j2", ".css", ".js"})
# Written by dbt and Python beside the sources.
OUTPUT_FOLDERS = frozenset({"target", "logs", "dbt_packages", "__pycache__"})


def list_sources(project: Path) -> list[Path]:
    """Return every source file of the project that can change what a build makes, sorted by its path."""
    return sorted(
        path
        for folder in SOURCE_FOLDERS
        for path in (project / folder).rglob("*")
        if path.suffix in SOURCE_SUFFIXES
        and OUTPUT_FOLDERS.isdisjoint(path.relative_to(project).parts)
        and path.is_file()
    )


def hash_sources(project: Path) -> str:
    """Return the first 16 hex digits of a SHA-256 over the names and contents of the sources."""
    digest = hashlib.sha256()
    for path in list_sources(project):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(project).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
