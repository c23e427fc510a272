"""What dbt is told: pure functions from a build to command-line arguments and folders."""

import json
import shutil
from pathlib import Path

from orchestration.resources import Build

TARGETS_KEPT = 3


def build_arguments(build: Build) -> list[str]:
    """Return the arguments of the one `dbt build` of a build.

    Unit tests are left out: they test the models and not the data, and belong to the tests of the project.
    """
    variables = {
        "release_id": build.release_id,
        "built_at": f"{build.built_at:%Y-%m-%d %H:%M:%S}",
        "code_version": build.code_version,
    }
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    # What dbt prints goes to the log of the run; its own log of every detail costs it a third of its time.
    arguments += ["--log-level-file", "none"]
    arguments += ["--vars", json.dumps(variables, sort_keys=True)]
    if build.full_refresh:
        arguments.append("--full-refresh")
    return arguments


def target_path(build: Build) -> Path:
    """Return the folder of this build's dbt artifacts and log."""
    return build.settings.dbt / "target" / build.release_id


def prune_targets(build: Build) -> None:
    """Remove all but the newest target folders: each build leaves one of some megabytes."""
    folder = build.settings.dbt / "target"
    if not folder.is_dir():
        return
    for old in sorted(path for path in folder.iterdir() if path.is_dir())[:-TARGETS_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
