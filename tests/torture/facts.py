"""What tells whether two data folders hold the same: a digest of each table's rows in sorted export, and the account."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import duckdb

from ingest.articles.landing import Landing, name_landing
from orchestration.checks import LATEST_READING, LEDGER
from warehouse.releases import Release, current_release
from warehouse.store import quote_name
from warehouse.tables import Table, describe_tables

SCHEMAS = ("raw", "extracted", "marts")
# It counts readings, of which there is one more after a kill.
LEFT_OUT = frozenset({"raw.ingest_runs"})
# The name and time of a release, and the version of what made it, tell nothing of what is in it.
_NOT_IN_MANIFEST = frozenset({"manifest.json", "SHA256SUMS"})
NOT_FACTS = frozenset({"release_id", "built_at"})


def digest_tables(database: Path, schemas: tuple[str, ...] = SCHEMAS) -> dict[str, str]:
    """Return the SHA-256 of each table's rows, as JSON and sorted.

    Of a moment in time only whether there is one is looked at: two runs are not made at the same one.

    Args:
        database: the working file or a published one; nobody has it open for writing.
        schemas: whose tables.
    """
    digests = {}
    with closing(duckdb.connect(str(database), read_only=True)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        name = connection.execute("select current_database()").fetchall()[0][0]
        for schema in schemas:
            for table in describe_tables(connection, name, schema):
                if f"{schema}.{table.name}" not in LEFT_OUT:
                    digests[f"{schema}.{table.name}"] = _digest(connection, schema, table)
    return digests


def list_differences(wanted: Mapping[str, str], seen: Mapping[str, str]) -> list[str]:
    """Return the tables that are not the same in both, by name."""
    return sorted(name for name in wanted.keys() | seen.keys() if wanted.get(name) != seen.get(name))


def list_articles(warehouse: Path) -> list[str]:
    """Return the hash of each text that the warehouse holds, sorted, as often as it is there."""
    with closing(duckdb.connect(str(warehouse), read_only=True)) as connection:
        rows = connection.execute("select content_sha256 from raw.articles order by all").fetchall()
    return [row[0] for row in rows]


def is_accounted_for(warehouse: Path, landing: Landing) -> bool:
    """Whether every input that the last reading saw is loaded, a duplicate, or rejected, by its counts and by the ledger."""
    folder = {"folder": name_landing(landing)}
    with closing(duckdb.connect(str(warehouse), read_only=True)) as connection:
        ((seen, loaded, duplicate, rejected),) = connection.execute(LATEST_READING, folder).fetchall()
        ((present, rejected_now),) = connection.execute(LEDGER, folder).fetchall()
    accounts: tuple[int, int, int] = (seen, present, rejected_now)
    return accounts == (loaded + duplicate + rejected, loaded + duplicate, rejected)


def find_damage(published: Path) -> str | None:
    """Return what is wrong with the current release, every file against its checksum; None if it is whole."""
    try:
        release = current_release(published)
    except Exception as error:
        return str(error)
    if release is None:
        return "there is none"
    return _compare_files(release)


def name_current(published: Path) -> str | None:
    """Return the name of the current release; None if there is none."""
    link = published / "current"
    return link.resolve().name if link.is_symlink() else None


def _compare_files(release: Release) -> str | None:
    told = json.loads((release.folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    there = {
        path.relative_to(release.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in release.folder.rglob("*")
        if path.is_file() and path.name not in _NOT_IN_MANIFEST
    }
    wrong = sorted(
        name for name in told.keys() | there.keys() if told.get(name, {}).get("sha256") != there.get(name)
    )
    return f"{', '.join(wrong)} of {release.release_id}" if wrong else None


def _digest(connection: duckdb.DuckDBPyConnection, schema: str, table: Table) -> str:
    columns = [
        f"{quote_name(column.name)} is null as {quote_name(column.name)}"
        if column.type.startswith("TIMESTAMP")
        else quote_name(column.name)
        for column in table.columns
        if not (table.name == "dim_release" and column.name in NOT_FACTS)
    ]
    digest = hashlib.sha256()
    rows = connection.execute(
        f"select to_json(kept)::varchar as row_json from (select {', '.join(columns)} "
        f"from {quote_name(schema)}.{quote_name(table.name)}) as kept order by row_json"
    )
    while some := rows.fetchmany(10_000):
        digest.update("".join(f"{row}\n" for (row,) in some).encode())
    return digest.hexdigest()
