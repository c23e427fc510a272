"""What dbt is told: pure functions from a build to command-line arguments and folders."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # With it comes Dagster, whose start is longer than all that dbt and `make` want from here.
    from orchestration.resources import Build

TARGETS_KEPT = 3
PARTIAL_PARSE = "partial_parse.msgpack"
# Of dbt's environment: the process of the build whose child it is.
BUILD_VARIABLE = "POTLINE_BUILD_PROCESS"


def build_arguments(*, full_refresh: bool) -> list[str]:
    """Return the arguments of the one `dbt build` of a build.

    Unit tests are left out: they test the models and not the data, and belong to the tests of the project.
    """
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    # What dbt prints goes to the log of the run; its own log of every detail costs it a third of its time.
    arguments += ["--log-level-file", "none"]
    if full_refresh:
        arguments.append("--full-refresh")
    return arguments


def release_environment(build: Build) -> dict[str, str]:
    """Return what the release is called, as variables of dbt's environment.

    A changed `--vars` would make dbt parse the whole project again, a changed variable of the environment only the
    model that reads it.
    """
    return {
        "POTLINE_RELEASE_ID": build.release_id,
        "POTLINE_BUILT_AT": f"{build.built_at:%Y-%m-%d %H:%M:%S}",
        "POTLINE_CODE_VERSION": build.code_version,
    }


def carry_parse(parsed: Path, target: Path) -> None:
    """Give a new target folder what dbt kept from parsing the project at set-up, if it kept anything."""
    kept = parsed / PARTIAL_PARSE
    if kept.is_file():
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target / PARTIAL_PARSE)


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
