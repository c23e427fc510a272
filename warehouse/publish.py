"""Publishing: schema `marts` of the working file becomes a release that readers open."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.checksums import CHECKSUMS_FILE, FileDigest, digest_file, write_checksums
from warehouse.errors import PublishError
from warehouse.export import export_parquet
from warehouse.releases import (
    DATABASE_FILE,
    MANIFEST_FILE,
    PARQUET_FOLDER,
    DocumentWriter,
    Draft,
    Release,
    current_release,
    drop_old_releases,
    install_release,
    make_current,
    publishing,
    start_release,
)
from warehouse.store import open_attached, quote_name, quote_text
from warehouse.tables import Table, describe_tables, fingerprint_tables

SCHEMA = "marts"
STORAGE_VERSION = "v1.2.0"
"""Of the published file: drivers of DuckDB 1.2 and later open it."""
KEPT_RELEASES = 3

# The name and the time of a release tell nothing of what is in it.
_IGNORED_BY_FINGERPRINT = {"dim_release": frozenset({"release_id", "built_at"})}

_SOURCE = "working_file"
# It is the name of a folder, stands in messages, and is a part of names in PostgreSQL.
_RELEASE_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")
# Also the name by which readers know the catalogue, since it is the name of the file.
_TARGET = "potline"


def publish(
    store_path: Path | str,
    published: Path | str,
    *,
    keep: int = KEPT_RELEASES,
    document_writers: Sequence[DocumentWriter] = (),
) -> Release:
    """Publish schema `marts` as a new release, unless the current one already says the same.

    The release is named by the one row of `marts.dim_release`. It is built out of sight and swapped in whole;
    readers of the release before it are not disturbed.

    Args:
        store_path: the working file; nobody may have it open for writing.
        published: the folder of publications.
        keep: how many releases stay, this one included; at least one.
        document_writers: what else goes into a new release, in this order; all of it has its checksum in the manifest,
            and the manifest in `SHA256SUMS`.

    Returns:
        The release that is current now: a new one, or the one before with `is_unchanged` set.

    Raises:
        WarehouseLockedError: somebody has the working file open.
        PublishError: another process is publishing, or the working file holds nothing that can be published.
    """
    published = Path(published)
    if keep < 1:
        raise ValueError(f"At least one release has to stay, not {keep}.")
    with publishing(published), open_attached(store_path, _SOURCE) as con:
        con.execute("set TimeZone = 'UTC'")
        tables = describe_tables(con, _SOURCE, SCHEMA)
        inputs = _read_release_row(con, tables)
        fingerprint = fingerprint_tables(con, _SOURCE, SCHEMA, ignored=_IGNORED_BY_FINGERPRINT)
        before = _find_whole_release(published)
        if before is not None and before.content_fingerprint == fingerprint:
            return Release(before.release_id, before.folder, before.manifest, is_unchanged=True)
        release_id = str(inputs.pop("release_id"))
        built = start_release(published, release_id)
        built_at = inputs.pop("built_at")
        row_counts = _build_files(con, tables, built)
        for write_documents in document_writers:
            write_documents(Draft(release_id, str(built_at), built, before))
        digests = _digest_files(built)
        manifest = {
            "release_id": release_id,
            "built_at": built_at,
            "inputs": inputs,
            "content_fingerprint": fingerprint,
            "storage_version": STORAGE_VERSION,
            "duckdb_version": duckdb.__version__,
            "tables": {table.name: _describe(table, row_counts[table.name]) for table in tables},
            "checksums": CHECKSUMS_FILE,
            "files": {
                name: {"bytes": digest.byte_count, "sha256": digest.sha256}
                for name, digest in digests.items()
            },
        }
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        (built / MANIFEST_FILE).write_text(text, encoding="utf-8")
        digests[MANIFEST_FILE] = digest_file(built / MANIFEST_FILE)
        checksums = write_checksums({name: digest.sha256 for name, digest in digests.items()})
        (built / CHECKSUMS_FILE).write_bytes(checksums)
        folder = install_release(published, release_id, built)
        make_current(published)
        drop_old_releases(published, keep)
        return Release(release_id, folder.resolve(), manifest)


def fingerprint_marts(store_path: Path | str) -> str:
    """Fingerprint schema `marts` of a file: equal if its tables, comments and rows are, in whatever order.

    The columns release_id and built_at of dim_release are left out.

    Args:
        store_path: the working file or a published one; nobody may have it open for writing.

    Returns:
        64 hex digits.
    """
    with open_attached(store_path, _SOURCE) as con:
        con.execute("set TimeZone = 'UTC'")
        return fingerprint_tables(con, _SOURCE, SCHEMA, ignored=_IGNORED_BY_FINGERPRINT)


def _find_whole_release(published: Path) -> Release | None:
    try:
        return current_release(published)
    except PublishError:
        # A damaged release is no reason not to publish a sound one.
        return None


def _read_release_row(con: duckdb.DuckDBPyConnection, tables: list[Table]) -> dict[str, Any]:
    if "dim_release" not in {table.name for table in tables}:
        raise PublishError("There is nothing to publish: the working file has no table marts.dim_release.")
    cursor = con.execute(f"from {_SOURCE}.{SCHEMA}.dim_release")
    names = [column[0] for column in cursor.description or []]
    rows = cursor.fetchall()
    if len(rows) != 1:
        raise PublishError(f"Table marts.dim_release must have one row, not {len(rows)}.")
    row = {name: _to_json(value) for name, value in zip(names, rows[0], strict=True)}
    release_id = str(row.get("release_id") or "")
    if not _RELEASE_ID.fullmatch(release_id):
        raise PublishError(f"A release cannot be named {release_id!r}.")
    return row


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def _build_files(con: duckdb.DuckDBPyConnection, tables: list[Table], folder: Path) -> dict[str, int]:
    """Write the file of DuckDB and those of Parquet; give the rows by table."""
    database = folder / DATABASE_FILE
    storage = f"(storage_version {quote_text(STORAGE_VERSION)})"
    con.execute(f"attach {quote_text(str(database))} as {_TARGET} {storage}")
    con.execute(f"create schema {_TARGET}.{SCHEMA}")
    row_counts = {table.name: _copy_table(con, table) for table in tables}
    export_parquet(con, _TARGET, SCHEMA, row_counts, folder / PARQUET_FOLDER)
    con.execute(f"checkpoint {_TARGET}")
    con.execute(f"detach {_TARGET}")
    # A file that is moved without its log loses rows in silence.
    if database.with_name(database.name + ".wal").exists():
        raise PublishError(f"The release file {database} still has a write-ahead log.")
    return row_counts


def _copy_table(con: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Copy a table with its keys, comments and rows, the rows in the order of the key."""
    target = f"{_TARGET}.{SCHEMA}.{quote_name(table.name)}"
    source = f"{_SOURCE}.{SCHEMA}.{quote_name(table.name)}"
    parts = [
        f"{quote_name(column.name)} {column.type}{'' if column.is_nullable else ' not null'}"
        for column in table.columns
    ]
    if table.primary_key:
        parts.append(f"primary key ({', '.join(map(quote_name, table.primary_key))})")
    con.execute(f"create table {target} ({', '.join(parts)})")
    if table.description:
        con.execute(f"comment on table {target} is {quote_text(table.description)}")
    for column in table.columns:
        if column.description:
            name = f"{target}.{quote_name(column.name)}"
            con.execute(f"comment on column {name} is {quote_text(column.description)}")
    order = ", ".join(map(quote_name, table.primary_key)) or "all"
    con.execute(f"insert into {target} by name from {source} order by {order}")
    return int(con.execute(f"select count(*) from {target}").fetchall()[0][0])


def _describe(table: Table, row_count: int) -> dict[str, Any]:
    return {
        "description": table.description,
        "row_count": row_count,
        "primary_key": list(table.primary_key),
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "is_nullable": column.is_nullable,
                "description": column.description,
            }
            for column in table.columns
        ],
    }


def _digest_files(folder: Path) -> dict[str, FileDigest]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): digest_file(path) for path in paths}
