"""The folder of releases: which there are, which is current, how one comes and goes.

    <published>/releases/<release_id>/   potline.duckdb, parquet/*.parquet, manifest.json, SHA256SUMS, documents
    <published>/current                  a link to one of them

A release folder appears whole, by one rename, and `current` moves by another: whoever looks sees the old
release or the new one, never half of either. Names that begin with a dot are work in progress, and the link
`.current` leads to what is about to be current; what a killed run leaves of them is swept by the next.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import PublishError

DATABASE_FILE = "potline.duckdb"
MANIFEST_FILE = "manifest.json"
PARQUET_FOLDER = "parquet"
CURRENT_LINK = "current"
_NEXT_LINK = ".current"

_IN_PROGRESS = ".building-"
_ON_THE_WAY_OUT = ".deleting-"


@dataclass(frozen=True)
class Release:
    """A published release.

    Attributes:
        release_id: its name, as in `marts.dim_release`.
        folder: where it lies.
        manifest: what `manifest.json` says of it.
        is_unchanged: whether publishing found that it already tells everything, and kept it.
    """

    release_id: str
    folder: Path
    manifest: dict[str, Any]
    is_unchanged: bool = False

    @property
    def database(self) -> Path:
        """The published file of DuckDB."""
        return self.folder / DATABASE_FILE

    @property
    def parquet(self) -> Path:
        """The folder of the Parquet files."""
        return self.folder / PARQUET_FOLDER

    @property
    def content_fingerprint(self) -> str:
        """Fingerprint of the tables, the release's own name and time left out."""
        return str(self.manifest["content_fingerprint"])

    @property
    def row_counts(self) -> dict[str, int]:
        """Rows by table."""
        return {name: int(table["row_count"]) for name, table in self.manifest["tables"].items()}


@dataclass(frozen=True)
class Draft:
    """A release that is being built, out of sight: its tables are written, its manifest is not yet.

    Attributes:
        release_id: its name.
        built_at: its time as in the manifest, in UTC.
        folder: where it lies now; it will be renamed.
        before: the release that is current still; None for the first, and where that one is damaged.
    """

    release_id: str
    built_at: str
    folder: Path
    before: Release | None

    @property
    def database(self) -> Path:
        """Its file of DuckDB; nobody has it open."""
        return self.folder / DATABASE_FILE


DocumentWriter = Callable[[Draft], None]
"""Adds files to the folder of a draft, such as a page about it. What it raises, publishing raises."""


def current_release(published: Path | str) -> Release | None:
    """Find the release that `current` points to.

    Args:
        published: the folder of publications.

    Returns:
        The release, or None if nothing has been published.

    Raises:
        PublishError: the link leads to something that is not a whole release.
    """
    link = Path(published) / CURRENT_LINK
    if not os.path.lexists(link):
        return None
    folder = link.resolve()
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        release = Release(str(manifest["release_id"]), folder, manifest)
        # What a release is asked for later is there: a damaged manifest can be read and yet tell nothing.
        _ = release.content_fingerprint, release.row_counts
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise PublishError(f"The current release {folder} has no readable manifest.") from error
    if not release.database.is_file():
        raise PublishError(f"The current release {folder} has no file {DATABASE_FILE}.")
    return release


def list_releases(published: Path) -> list[Path]:
    """List the folders of all releases that are there, in the order of their names."""
    releases = published / "releases"
    if not releases.is_dir():
        return []
    return sorted(path for path in releases.iterdir() if path.is_dir() and not path.name.startswith("."))


def sweep_releases(published: Path) -> None:
    """Remove what a publisher that was killed has left, where nothing new is to be published.

    Raises:
        PublishError: another process is publishing there.
    """
    with publishing(published):
        pass


@contextmanager
def publishing(published: Path) -> Iterator[None]:
    """Hold the folder of publications for one publisher, and sweep what a killed one left behind.

    Raises:
        PublishError: another process is publishing there.
    """
    releases = published / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    with (published / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishError(f"Another process is publishing in {published}.") from None
        _sweep(published)
        yield


def _sweep(published: Path) -> None:
    """Remove what a publisher that was killed has left; only right while its folder is held."""
    fresh = published / _NEXT_LINK
    if fresh.is_symlink():
        never_current = fresh.resolve()
        if never_current.is_dir() and never_current != (published / CURRENT_LINK).resolve():
            _delete(never_current)
        fresh.unlink()
    for orphan in (published / "releases").iterdir():
        if orphan.name.startswith((_IN_PROGRESS, _ON_THE_WAY_OUT)):
            shutil.rmtree(orphan)


def start_release(published: Path, release_id: str) -> Path:
    """Make the empty folder in which a release is built, out of sight."""
    folder = published / "releases" / f"{_IN_PROGRESS}{release_id}"
    folder.mkdir()
    return folder


def install_release(published: Path, release_id: str, built: Path) -> Path:
    """Give a folder that is built its name, once all that is in it is safely on the disk.

    A folder of that name that was never made current (its run was killed in between) gives way.

    Raises:
        PublishError: the current release has that name.
    """
    folder = built.with_name(release_id)
    if folder.exists():
        if folder == (published / CURRENT_LINK).resolve():
            raise PublishError(f"Release {release_id} is already published with other content.")
        _delete(folder)
    for path in [*built.rglob("*"), built]:
        _flush(path)
    # Before there is a release, so that whoever is killed in between leaves word of what was never current.
    fresh = published / _NEXT_LINK
    # A relative link: the folder of publications can be moved.
    fresh.symlink_to(Path("releases") / release_id, target_is_directory=True)
    built.rename(folder)
    _flush(folder.parent)
    return folder


def make_current(published: Path) -> None:
    """Point `current` to the release that was installed last, in one step."""
    (published / _NEXT_LINK).replace(published / CURRENT_LINK)
    _flush(published)


def drop_old_releases(published: Path, keep: int) -> None:
    """Delete all releases but the newest, by the time at which they were built; the current one always stays.

    On POSIX systems a reader that has a file of a deleted release open keeps it until it closes it.

    Args:
        published: the folder of publications.
        keep: how many stay, the current one included.
    """
    current = (published / CURRENT_LINK).resolve()
    others = []
    for manifest_path in (published / "releases").glob(f"[!.]*/{MANIFEST_FILE}"):
        if manifest_path.parent.resolve() != current:
            others.append((_read_built_at(manifest_path), manifest_path.parent))
    for _, folder in sorted(others, reverse=True)[max(keep - 1, 0) :]:
        _delete(folder)


def _read_built_at(manifest_path: Path) -> str:
    try:
        return str(json.loads(manifest_path.read_text(encoding="utf-8"))["built_at"])
    except (OSError, ValueError, LookupError, TypeError):
        # A damaged release is the first to go.
        return ""


def _delete(folder: Path) -> None:
    # Renamed first: a folder that is deleted in part must not look like a release.
    doomed = folder.with_name(_ON_THE_WAY_OUT + folder.name)
    folder.rename(doomed)
    shutil.rmtree(doomed)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
