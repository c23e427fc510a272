"""Makes the files of the dictionary when they are missing or older than the code they are made of."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from orchestration.dbt_arguments import carry_parse
from orchestration.manifest import ensure_manifest
from orchestration.settings import (
    DATA_VARIABLE,
    DBT_PROJECT_FOLDER,
    MANIFEST_PATH,
    PARSED_DBT_EXECUTABLE,
    PROJECT_FOLDER,
)
from orchestration.whole_files import write_whole

FOLDER = MANIFEST_PATH.parent / "dictionary"
PAGE = "dictionary.html"
LINEAGE = "lineage.json"
FILES = (PAGE, LINEAGE)

_COMPILE = [
    *("--quiet", "--log-level-file", "none", "compile"),
    *("--select", "path:models", "--indirect-selection", "empty", "--no-populate-cache"),
]

# Beside the dbt project, whose manifest is as new as the latest of its files; the lock file names the versions of dbt
# and sqlglot.
_OTHER_SOURCES = (
    *Path(__file__).parent.glob("*.py"),
    PROJECT_FOLDER / "warehouse" / "schema.sql",
    PROJECT_FOLDER / "uv.lock",
)


class DictionaryError(Exception):
    """dbt could not compile its models; the message is what it said."""


def ensure_dictionary() -> Path:
    """Make the dictionary if need be and return the folder that holds `FILES`.

    Raises:
        ManifestError: dbt could not parse.
        DictionaryError: dbt could not compile.
    """
    if is_stale(FOLDER, [ensure_manifest(), *_OTHER_SOURCES]):
        make_dictionary(FOLDER)
    return FOLDER


def is_stale(folder: Path, sources: list[Path]) -> bool:
    """Return whether a file of the dictionary is missing or older than one of its sources."""
    made = [folder / name for name in FILES]
    if not all(path.exists() for path in made):
        return True
    oldest = min(path.stat().st_mtime for path in made)
    return any(path.exists() and path.stat().st_mtime > oldest for path in sources)


def make_dictionary(folder: Path) -> None:
    """Write the files of the dictionary; the same code gives the same bytes.

    Raises:
        DictionaryError: dbt could not compile.
    """
    # What is up to date, as at most set-ups, is told in a tenth of a second.
    from orchestration.dictionary.lineage import describe_lineage, trace_columns
    from orchestration.dictionary.page import render_page
    from orchestration.table_metadata import describe_tables

    manifest = compile_models()
    lineage = trace_columns(manifest)
    source_types = {
        table: {column.name: column.type for column in description.columns.columns}
        for table, description in describe_tables().items()
    }
    text = json.dumps(describe_lineage(lineage), indent=1, ensure_ascii=False)
    write_whole(folder / LINEAGE, text + "\n")
    write_whole(folder / PAGE, render_page(manifest, lineage, source_types))


def compile_models() -> dict[str, Any]:
    """Return dbt's manifest with the SQL of all models as a full refresh runs it, compiled beside an empty warehouse.

    Raises:
        DictionaryError: dbt could not compile.
    """
    with tempfile.TemporaryDirectory(prefix="potline-") as scratch:
        data, target = Path(scratch) / "data", Path(scratch) / "target"
        (data / "warehouse").mkdir(parents=True)
        carry_parse(MANIFEST_PATH.parent, target)
        finished = subprocess.run(
            [str(PARSED_DBT_EXECUTABLE), *_COMPILE],
            cwd=PROJECT_FOLDER,
            env={
                **os.environ,
                DATA_VARIABLE: str(data),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
                "DBT_PROFILES_DIR": str(DBT_PROJECT_FOLDER),
                "DBT_PROJECT_DIR": str(DBT_PROJECT_FOLDER),
                "DBT_TARGET_PATH": str(target),
                "DBT_LOG_PATH": str(target),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode != 0:
            raise DictionaryError((finished.stdout + finished.stderr).strip())
        manifest: dict[str, Any] = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return manifest
