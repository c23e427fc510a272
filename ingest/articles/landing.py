"""A landing folder, wherever it lies: on this machine, or elsewhere behind a URL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.articles.remote import RemoteError, is_remote, name_url, scan_url
from ingest.articles.scan import FileEntry, scan_folder

__all__ = ["Landing", "RemoteError", "is_remote", "name_landing", "scan_landing"]

Landing = Path | str
"""A folder of this machine, or the URL of one elsewhere."""


def name_landing(landing: Landing) -> str:
    """Name a landing folder as the ledger does: an absolute path with forward slashes, or a URL without secrets."""
    return name_url(str(landing)) if is_remote(landing) else Path(landing).resolve().as_posix()


def scan_landing(landing: Landing) -> Iterator[FileEntry]:
    """Find everything in a landing folder that is an input, in the order of the paths.

    Raises:
        OSError: there is no such folder, it is none, or it cannot be reached.
    """
    return scan_url(str(landing)) if is_remote(landing) else scan_folder(Path(landing))
