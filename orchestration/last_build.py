"""What the current release was made of, so that a build that finds the same need not make it again."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.resources import Build
from warehouse.errors import PublishError
from warehouse.inputs import fingerprint_inputs
from warehouse.releases import Release, current_release


@dataclass(frozen=True)
class Ingredients:
    """All that decides what a release holds."""

    inputs: str
    code_version: str


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
    if release is None or _read_note(build) != _describe(release.release_id, _gather(build)):
        return None
    return Release(release.release_id, release.folder, release.manifest, is_unchanged=True)


def remember_release(build: Build, release: Release) -> None:
    """Note what a release was made of."""
    note = _describe(release.release_id, _gather(build))
    _note_path(build).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


def _gather(build: Build) -> Ingredients:
    return Ingredients(fingerprint_inputs(build.settings.warehouse_path), build.code_version)


def _describe(release_id: str, ingredients: Ingredients) -> dict[str, str]:
    return {"release_id": release_id, **asdict(ingredients)}


def _read_note(build: Build) -> object:
    try:
        return json.loads(_note_path(build).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _note_path(build: Build) -> Path:
    return build.settings.warehouse_path.with_name("last_build.json")
