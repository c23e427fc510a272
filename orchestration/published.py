"""The published file as the commands read it: read-only, without Dagster, dbt or pandas."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.terminal import CommandError, first_line

# A query reads the published file and nothing else: no other file, no network, no setting that changes that.
READ_ONLY_CONFIG: dict[str, Any] = {"enable_external_access": False, "lock_configuration": True}


def find_published(settings: Settings) -> Path:
    """Return the absolute path of the published file, through the link to the current release.

    Raises:
        CommandError: nothing is published there.
    """
    path = settings.published_path
    if not path.exists():
        raise CommandError(f"Nothing is published in {settings.data} yet: run `potline build` first.")
    return path


@contextmanager
def open_published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the current release.

    Raises:
        CommandError: nothing is published there, or it is no DuckDB file.
    """
    path = find_published(settings)
    try:
        connection = duckdb.connect(path, read_only=True, config=READ_ONLY_CONFIG)
    except duckdb.Error as error:
        raise CommandError(f"{path} cannot be read: {first_line(error)}") from error
    try:
        yield connection
    finally:
        connection.close()
