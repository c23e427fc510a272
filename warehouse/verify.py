"""Holding a release against its checksums: what is damaged, missing or too many.

Each file is named twice, in `SHA256SUMS` and in `manifest.json`, and the manifest is named by `SHA256SUMS`, so that one
of them that is damaged is told from a damaged file. This finds what happens to a disk. It does not find what is done on
purpose: whoever can write to a release can write its checksums.
"""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from warehouse.checksums import CHECKSUMS_FILE, FileDigest, digest_file, read_checksums, write_checksums
from warehouse.errors import PublishError
from warehouse.releases import CURRENT_LINK, DATABASE_FILE, MANIFEST_FILE, list_releases

# What a query does not hold in memory lies beside its file while it runs, and longer if it was killed.
_SPILL = frozenset({f"{DATABASE_FILE}.tmp", f"{DATABASE_FILE}.reading.tmp"})


class State(StrEnum):
    """What is wrong with a file."""

    DAMAGED = "damaged"
    MISSING = "missing"
    TOO_MANY = "too many"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        name: path inside the release, with forward slashes; a folder has one at its end. It may hold any character.
        state: what is wrong with it.
        detail: how that is known, as a sentence.
    """

    name: str
    state: State
    detail: str


@dataclass(frozen=True)
class Verdict:
    """What a release was found to be.

    Attributes:
        folder: where it lies.
        file_count: files that were read.
        byte_count: their bytes.
        has_checksums: whether it has `SHA256SUMS`; one made by an earlier version has not, and nothing tells whether its
            manifest is as it was written.
        findings: what is wrong, in the order of the names; none for a whole release.
    """

    folder: Path
    file_count: int
    byte_count: int
    has_checksums: bool
    findings: tuple[Finding, ...]


def verify_published(published: Path, *, every: bool = False) -> list[Verdict]:
    """Verify the current release, or every one that is there, the current one first.

    A release that a build takes away in the meantime is left out.

    Args:
        published: the folder of publications.
        every: whether to verify those before it, too.

    Returns:
        A verdict a release; none where nothing has been published.

    Raises:
        PublishError: `current` leads to no folder.
    """
    link = published / CURRENT_LINK
    while os.path.lexists(link):
        current = link.resolve()
        if not current.is_dir():
            # Between the look at the link and the look at the folder a build may have published.
            if link.resolve() != current:
                continue
            raise PublishError(f"{link} leads to no release: {current} is not there.")
        others = [folder for folder in list_releases(published) if folder.resolve() != current]
        verdicts = [verify_release(folder) for folder in [current, *(others if every else ())]]
        if kept := [verdict for verdict in verdicts if verdict.folder.is_dir()]:
            return kept
    return []


def verify_release(folder: Path) -> Verdict:
    """Hold every file of a release against its checksums.

    Args:
        folder: the release. Nothing in it is written to, and no link in it is followed.
    """
    seen = dict(_examine(folder, folder))
    checksums = _read(folder, CHECKSUMS_FILE, seen)
    listed = None if checksums is None else read_checksums(checksums)
    manifest = _read_manifest(_read(folder, MANIFEST_FILE, seen))
    described = None if manifest is None else manifest.files
    findings = list(_judge_documents(seen, listed, manifest))
    named = {MANIFEST_FILE, *(listed or ()), *(described or ())}
    for name in sorted((named | seen.keys()) - {CHECKSUMS_FILE}):
        findings += _judge(name, seen.get(name), listed, described)
    digests = {name: digest for name, digest in seen.items() if isinstance(digest, FileDigest)}
    if checksums is not None and not findings and checksums != _write_exact(digests):
        findings.append(Finding(CHECKSUMS_FILE, State.DAMAGED, "It is not as it was written."))
    return Verdict(
        folder,
        len(digests),
        sum(digest.byte_count for digest in digests.values()),
        CHECKSUMS_FILE in seen or (manifest is not None and manifest.has_checksums),
        _list_once(findings),
    )


@dataclass(frozen=True)
class _Manifest:
    """What a manifest says of files: their digests by name, and whether there is `SHA256SUMS`."""

    files: dict[str, FileDigest]
    has_checksums: bool


_Seen = dict[str, FileDigest | str]
"""What lies in a release, by name: a file's digest, or why it has none."""


def _examine(root: Path, folder: Path) -> Iterator[tuple[str, FileDigest | str]]:
    """Give name and digest of each file below a folder, and of what is none, the sentence that says so.

    Folders in which readers put what does not fit into memory are no part of a release.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield f"{folder.relative_to(root).as_posix()}/", f"It cannot be listed: {error.strerror}."
        return
    for entry in entries:
        path = Path(entry.path)
        name = path.relative_to(root).as_posix()
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode) and name in _SPILL:
                continue
            if stat.S_ISDIR(mode):
                below = dict(_examine(root, path))
                yield from below.items() if below else [(f"{name}/", "It is an empty folder.")]
            elif stat.S_ISREG(mode):
                yield name, digest_file(path)
            else:
                # Reading a pipe would wait for a writer, and a link may lead anywhere.
                yield name, "It is a link." if stat.S_ISLNK(mode) else "It is no regular file."
        except OSError as error:
            yield name, f"It cannot be read: {error.strerror}."


def _read(folder: Path, name: str, seen: _Seen) -> bytes | None:
    """Give the content of a file that could be read before; None for any other."""
    try:
        return (folder / name).read_bytes() if isinstance(seen.get(name), FileDigest) else None
    except OSError:
        return None


def _read_manifest(content: bytes | None) -> _Manifest | None:
    """Give what a manifest says of files; None where it says nothing."""
    try:
        manifest: Any = json.loads(content or b"")
        files = {
            str(name): FileDigest(int(described["bytes"]), str(described["sha256"]))
            for name, described in manifest["files"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return _Manifest(files, "checksums" in manifest)


def _judge_documents(
    seen: _Seen, listed: dict[str, str] | None, manifest: _Manifest | None
) -> Iterator[Finding]:
    """Find what is wrong with the two documents as such."""
    if CHECKSUMS_FILE not in seen and manifest is not None and manifest.has_checksums:
        yield Finding(CHECKSUMS_FILE, State.MISSING, f"{MANIFEST_FILE} says that it is there.")
    if listed is None and (why := seen.get(CHECKSUMS_FILE)):
        yield Finding(CHECKSUMS_FILE, State.DAMAGED, why if isinstance(why, str) else "It cannot be read.")
    if MANIFEST_FILE not in seen:
        yield Finding(MANIFEST_FILE, State.MISSING, "Every release has one.")
    elif manifest is None:
        yield Finding(MANIFEST_FILE, State.DAMAGED, "It does not tell the files of the release.")


def _judge(
    name: str,
    seen: FileDigest | str | None,
    listed: dict[str, str] | None,
    described: dict[str, FileDigest] | None,
) -> Iterator[Finding]:
    """Find what is wrong with a file, or with what one of the documents says of it."""
    records: dict[str, FileDigest | str | None] = {}
    right: dict[str, FileDigest | str] = {}
    if listed is not None:
        records[CHECKSUMS_FILE] = listed.get(name)
    if described is not None and name != MANIFEST_FILE:
        records[MANIFEST_FILE] = described.get(name)
    if isinstance(seen, FileDigest):
        right = {CHECKSUMS_FILE: seen.sha256, MANIFEST_FILE: seen}
    agreeing = [
        document for document in records if document in right and records[document] == right[document]
    ]
    naming = [document for document, record in records.items() if record is not None]
    named_by = f"{' and '.join(naming)} {'name' if len(naming) > 1 else 'names'}"
    if len(records) > 1 and agreeing:
        for document in records.keys() - set(agreeing):
            yield Finding(document, State.DAMAGED, f"It is wrong about {name!a}.")
    elif len(records) > 1 and seen is None and len(naming) == 1:
        yield Finding(naming[0], State.DAMAGED, f"It alone names {name!a}, which is not there.")
    elif name == MANIFEST_FILE and (seen is None or not records):
        # That it is missing is told already; and without SHA256SUMS there is nothing to hold it against.
        return
    elif name == MANIFEST_FILE and not naming:
        yield Finding(CHECKSUMS_FILE, State.DAMAGED, f"It does not name {MANIFEST_FILE}.")
    elif not naming:
        detail = f" {seen}" if isinstance(seen, str) else ""
        yield Finding(name, State.TOO_MANY, f"The release does not name it.{detail}")
    elif seen is None:
        yield Finding(name, State.MISSING, f"{named_by} it.")
    elif isinstance(seen, str):
        yield Finding(name, State.DAMAGED, seen)
    elif not agreeing:
        yield Finding(name, State.DAMAGED, f"It is not what {named_by}.")


def _list_once(findings: list[Finding]) -> tuple[Finding, ...]:
    """Tell of what is wrong with a file in several ways the first in their order."""
    told: dict[tuple[str, State], Finding] = {}
    for finding in sorted(findings):
        told.setdefault((finding.name, finding.state), finding)
    return tuple(told.values())


def _write_exact(digests: dict[str, FileDigest]) -> bytes:
    """Give what `SHA256SUMS` is, to the byte, for files of which it is one."""
    return write_checksums(
        {name: digest.sha256 for name, digest in digests.items() if name != CHECKSUMS_FILE}
    )
