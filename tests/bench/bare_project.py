"""A dbt project that does nothing, for the bare start of Dagster and dbt."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from orchestration.settings import DBT_EXECUTABLE

_PROJECT = """name: bare
version: "1.0"
config-version: 2
profile: bare
flags:
  send_anonymous_usage_stats: false
"""
_PROFILE = """bare:
  target: bare
  outputs:
    bare:
      type: duckdb
      path: "{path}"
      threads: 2
"""


def write_project(folder: Path, models: int) -> None:
    """Write a project of so many views, and parse it into its target folder."""
    (folder / "models").mkdir()
    (folder / "dbt_project.yml").write_text(_PROJECT, encoding="utf-8")
    (folder / "profiles.yml").write_text(_PROFILE.format(path=folder / "bare.duckdb"), encoding="utf-8")
    for number in range(models):
        path = folder / "models" / f"view_{number:03d}.sql"
        path.write_text("select 1 as one\n", encoding="utf-8")
    environment = {
        **os.environ,
        "DBT_PROFILES_DIR": str(folder),
        "DBT_PROJECT_DIR": str(folder),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "target"),
    }
    subprocess.run(
        [str(DBT_EXECUTABLE), "--quiet", "parse"], env=environment, check=True, capture_output=True
    )
