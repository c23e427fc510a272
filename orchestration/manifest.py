"""dbt's manifest, which Dagster draws the models from: made when it is missing or older than dbt's sources."""

import os
import subprocess
import sys
from pathlib import Path

from orchestration.dbt_arguments import PARTIAL_PARSE
from orchestration.settings import (
    DATA_VARIABLE,
    DBT_EXECUTABLE,
    DBT_PROJECT_FOLDER,
    MANIFEST_PATH,
    read_settings,
)

SOURCE_SUFFIXES = frozenset({".sql", ".yml", ".csv", ".md"})
OUTPUT_FOLDERS = frozenset({"target", "logs"})


class ManifestError(Exception):
    """dbt could not parse its project; the message is what it said."""


def is_stale(manifest: Path, project: Path) -> bool:
    """Return whether the manifest is missing or a source of the dbt project, or a folder of them, is newer."""
    if not manifest.exists():
        return True
    made_at = manifest.stat().st_mtime
    return any(
        path.stat().st_mtime > made_at
        for path in project.rglob("*")
        if (path.suffix in SOURCE_SUFFIXES or path.is_dir())
        and OUTPUT_FOLDERS.isdisjoint(path.relative_to(project).parts)
        and path != project
    )


def ensure_manifest() -> Path:
    """Parse the dbt project if need be and return the path of its manifest.

    Raises:
        ManifestError: dbt could not parse.
    """
    if is_stale(MANIFEST_PATH, DBT_PROJECT_FOLDER):
        parse_project()
    return MANIFEST_PATH


def parse_project() -> None:
    """Run `dbt parse`, which opens no database.

    Raises:
        ManifestError: dbt could not parse.
    """
    # From nothing: what dbt carries over from the parse before loses the descriptions of tests that did not change.
    MANIFEST_PATH.with_name(PARTIAL_PARSE).unlink(missing_ok=True)
    environment = {
        **os.environ,
        DATA_VARIABLE: str(read_settings().data),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_PROFILES_DIR": str(DBT_PROJECT_FOLDER),
        "DBT_PROJECT_DIR": str(DBT_PROJECT_FOLDER),
        "DBT_TARGET_PATH": str(MANIFEST_PATH.parent),
        "DBT_LOG_PATH": str(MANIFEST_PATH.parent),
    }
    finished = subprocess.run(
        [str(DBT_EXECUTABLE), "--quiet", "parse"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        raise ManifestError((finished.stdout + finished.stderr).strip())


if __name__ == "__main__":
    try:
        ensure_manifest()
    except ManifestError as error:
        sys.exit(str(error))
