"""Finding the inputs in a landing folder, without reading them.

An input is a file, or anything else, whose name has the suffix of a kind (`kinds`). Hidden files and folders (a name
that begins with a dot) are not inputs; a folder of Parquet files may be called as they are. A symbolic link to a folder is not followed: inside the landing folder its files
are found where they lie, and one that leads out of it is rejected, so that it is not passed over in silence.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.articles.kinds import may_be_folder, tell_kind
from ingest.articles.reasons import Reason
from ingest.articles.remote_files import RemoteFile

SETTLED_NS = 2_000_000_000
"""How long a file has to be left alone until its stamp is trusted: file systems keep times to two seconds at worst."""


@dataclass(frozen=True)
class FileEntry:
    r"""One file of a landing folder that is an input, or holds inputs.

    Attributes:
        source_path: path inside the landing folder, with forward slashes; bytes of a name that are not UTF-8
            are written as `\xNN`, and a backslash as two.
        path: where to open it: on this machine, or elsewhere.
        byte_count: size in bytes; None where it could not be told.
        modified_ns: time of last modification, in nanoseconds since 1970; None where it could not be told.
        reason: why it is rejected before it is read; None for a file that may be read.
        detail: the particulars of the reason, for a person.
        stamp: what is another when the file is another or has been written to; None where that cannot be told.
    """

    source_path: str
    path: Path | RemoteFile
    byte_count: int | None = None
    modified_ns: int | None = None
    reason: Reason | None = None
    detail: str | None = None
    stamp: str | None = None


def scan_folder(folder: Path) -> Iterator[FileEntry]:
    """Find everything in a folder tree that is an input.

    Args:
        folder: the landing folder.

    Returns:
        The inputs one by one, in the order of their paths, code point by code point. Memory is bounded by the
        largest single folder, not by the tree.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is not a folder.
    """
    root = folder.resolve(strict=True)
    if not root.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder.")
    return _scan_tree(root, root)


def _scan_tree(root: Path, folder: Path) -> Iterator[FileEntry]:
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if not entry.name.startswith(".")]
    except OSError as error:
        yield _reject(root, folder, Reason.UNREADABLE, f"The folder could not be listed: {error.strerror}.")
        return
    # A folder sorts as its files do: with the slash that follows its name. A folder that has the name of an
    # article is an input too, so it is there twice: once by its name, once for what it holds.
    keyed: list[tuple[str, os.DirEntry[str], bool]] = []
    for entry in entries:
        if _is_real_folder(entry):
            keyed.append((entry.name + "/", entry, True))
        if _is_input(root, entry):
            keyed.append((entry.name, entry, False))
    for _, entry, is_descent in sorted(keyed, key=lambda item: item[0]):
        if is_descent:
            yield from _scan_tree(root, Path(entry.path))
        else:
            yield _examine(root, Path(entry.path))


def _is_real_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_input(root: Path, entry: os.DirEntry[str]) -> bool:
    if tell_kind(entry.name) is not None:
        return not (may_be_folder(entry.name) and _is_real_folder(entry))
    if not entry.is_symlink():
        return False
    path = Path(entry.path)
    return path.is_dir() and not path.resolve().is_relative_to(root)


def _examine(root: Path, path: Path) -> FileEntry:
    try:
        status = path.lstat()
        is_outside = False
        # Only a link can lead anywhere: the folders on the way here are none.
        if stat.S_ISLNK(status.st_mode):
            target = path.resolve(strict=True)
            status = target.stat()
            is_outside = not target.is_relative_to(root)
    except (OSError, RuntimeError) as error:
        # A loop of links is a RuntimeError before Python 3.13.
        told = error.strerror if isinstance(error, OSError) else "it is a loop of links"
        return _reject(root, path, Reason.UNREADABLE, f"The file could not be examined: {told}.")
    if is_outside:
        return _reject(root, path, Reason.OUTSIDE_FOLDER, "The link leads out of the landing folder.")
    if not stat.S_ISREG(status.st_mode):
        return _reject(root, path, Reason.NOT_A_REGULAR_FILE, f"It is {describe_kind(status.st_mode)}.")
    stamp = _make_stamp(status, time.time_ns())
    return FileEntry(_source_path(root, path), path, status.st_size, status.st_mtime_ns, stamp=stamp)


def _make_stamp(status: os.stat_result, now_ns: int) -> str | None:
    """Size, times and number of a file; None where it was touched a moment ago.

    The time of modification can be set by anybody, that of the last change of the file's record cannot. A file that
    is written to twice within what the clock tells apart would bear one stamp: only one that has settled has a stamp.
    """
    if now_ns - max(status.st_mtime_ns, status.st_ctime_ns) < SETTLED_NS:
        return None
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"


def _reject(root: Path, path: Path, reason: Reason, detail: str) -> FileEntry:
    return FileEntry(_source_path(root, path), path, reason=reason, detail=detail)


def _source_path(root: Path, path: Path) -> str:
    # Names may be any bytes. Doubling the backslashes of a name keeps two names apart whatever is in them.
    name = path.relative_to(root).as_posix().replace("\\", "\\\\")
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def describe_kind(mode: int) -> str:
    """Say in words what a file that is no regular file is, from its mode as `stat` gives it."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"
