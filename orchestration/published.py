"""The published file as the commands read it: read-only, without Dagster, dbt or pandas."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.terminal import CommandError, first_line
from warehouse.memory import memory_config
from warehouse.tables import Table, describe_tables

SCHEMA = "marts"

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
    """Open the current release, with no more memory than a build has.

    Raises:
        CommandError: nothing is published there, or it is no DuckDB file.
    """
    path = find_published(settings)
    try:
        connection = duckdb.connect(path, read_only=True, config={**memory_config(), **READ_ONLY_CONFIG})
    except duckdb.Error as error:
        raise CommandError(f"{path} cannot be read: {first_line(error)}") from error
    try:
        yield connection
    finally:
        connection.close()


def describe_published(connection: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    """Describe the tables of the open release, by name: columns, keys and the comments that the file holds."""
    database = connection.execute("select current_database()").fetchall()[0][0]
    return {table.name: table for table in describe_tables(connection, database, SCHEMA)}
