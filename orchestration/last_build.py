"""What the current release was made of, so that a build that finds the same need not make it again."""

import json
from dataclasses import replace
from pathlib import Path

from orchestration.resources import Build
from warehouse.errors import PublishError
from warehouse.inputs import fingerprint_inputs
from warehouse.releases import Release, current_release


def find_unchanged_release(build: Build) -> Release | None:
    """Return the current release if it was made of just what lies in the working file now.

    Returns:
        The release, marked as unchanged; None where there is none, where it is damaged, where it was made of
        something else, or where the build is a full refresh.

    Raises:
        WarehouseLockedError: somebody has the working file open.
    """
    if build.full_refresh:
        return None
    try:
        release = current_release(build.settings.published)
    except PublishError:
        return None
    if release is None or _read_note(build) != _describe(build, release):
        return None
    return replace(release, is_unchanged=True)


def remember_release(build: Build, release: Release) -> None:
    """Note what a release was made of."""
    note = json.dumps(_describe(build, release), indent=2) + "\n"
    _note_path(build).write_text(note, encoding="utf-8")


def _describe(build: Build, release: Release) -> dict[str, str]:
    """All that decides what a release holds, beside its name."""
    return {
        "release_id": release.release_id,
        "inputs": fingerprint_inputs(build.settings.warehouse_path),
        "code_version": build.code_version,
    }


def _read_note(build: Build) -> object:
    try:
        return json.loads(_note_path(build).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _note_path(build: Build) -> Path:
    return build.settings.warehouse_path.with_name("last_build.json")
