"""Publishing a release to PostgreSQL: copied out of the readers' sight, then swapped in."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.errors import PublishError, ServerLockedError
from warehouse.postgres.address import Address
from warehouse.postgres.load import load_release
from warehouse.postgres.rights import check_readers, set_rights
from warehouse.postgres.schemas import (
    check_schema_name,
    drop_schema,
    find_release,
    list_tables,
    name_building,
    sweep_schemas,
)
from warehouse.postgres.server import Server, open_server
from warehouse.postgres.swap import exchange_rows, exchange_schemas, have_one_layout, install_schema
from warehouse.releases import Release
from warehouse.store import quote_name

SCHEMA = "marts"
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Publication:
    """What publishing came to.

    Attributes:
        release_id: the release that readers see now.
        is_unchanged: whether they saw it before, so that nothing was copied.
        place: schema, database and host, for messages.
        row_counts: rows by table.
        notes: sentences on what could not be done.
    """

    release_id: str
    is_unchanged: bool
    place: str
    row_counts: dict[str, int]
    notes: tuple[str, ...]


def publish_to_postgres(
    release: Release,
    address: Address,
    *,
    schema: str = SCHEMA,
    readers: Sequence[str] = (),
    patience_seconds: float = PATIENCE_SECONDS,
) -> Publication:
    """Make a schema of PostgreSQL hold a release, and nothing else.

    Every transaction of a reader sees one release. Whoever reads is not waited for, unless the layout has changed.

    Args:
        release: a published release.
        address: the database.
        schema: the readers' schema, which potline alone writes to.
        readers: the roles that may read it; after this nobody else but its owner may.
        patience_seconds: how long a moment without readers is waited for where the layout has changed.

    Raises:
        ServerUnavailableError: the server cannot be reached, another publisher is at work, or readers hold the tables.
        PublishError: the server refuses, or the schema is somebody else's.
        ValueError: the schema cannot be named so.
    """
    check_schema_name(schema)
    with open_server(address) as server:
        if not server.take_lock(f"potline publishes {schema}"):
            raise ServerLockedError(f"Another publisher is at work on schema {schema} of {address.label}.")
        _check_encoding(server)
        check_readers(server, readers)
        notes = sweep_schemas(server, schema)
        with server.transaction():
            live = find_release(server, schema)
            if live == release.release_id:
                set_rights(server, schema, readers)
        if live != release.release_id:
            notes += _replace(server, release, schema, readers, patience_seconds, is_first=live is None)
        return Publication(
            release.release_id,
            live == release.release_id,
            f"schema {schema} of {address.label}",
            release.row_counts,
            tuple(notes),
        )


def _replace(
    server: Server,
    release: Release,
    schema: str,
    readers: Sequence[str],
    patience_seconds: float,
    *,
    is_first: bool,
) -> list[str]:
    building = name_building(schema, release.release_id)
    with server.transaction():
        notes = load_release(server, release, building)
        # What the server's default privileges give to others is taken back before anybody sees the tables.
        set_rights(server, building, ())
    try:
        if is_first:
            install_schema(server, building, schema, readers)
        elif have_one_layout(server, building, schema):
            exchange_rows(server, building, schema, release.release_id, readers)
            _tidy(server, schema)
        else:
            exchange_schemas(server, building, schema, readers, patience_seconds)
            notes += sweep_schemas(server, schema)
    except PublishError:
        # What cannot be dropped now is swept by the next publish.
        with contextlib.suppress(PublishError), server.transaction(lock_seconds=1):
            drop_schema(server, building)
        raise
    return notes


def _tidy(server: Server, schema: str) -> None:
    """Free the place of rows that are gone; the tables are never shortened, for which readers would have to wait."""
    with server.transaction():
        tables = [f"{quote_name(schema)}.{quote_name(table)}" for table in list_tables(server, schema)]
    # The release is published: that PostgreSQL's own vacuum has to do the rest is no failure.
    with contextlib.suppress(PublishError):
        server.run_alone(f"vacuum (analyze, truncate false) {', '.join(tables)}")


def _check_encoding(server: Server) -> None:
    with server.transaction():
        ((encoding,),) = server.fetch("select current_setting('server_encoding')")
    if encoding != "UTF8":
        raise PublishError(
            f"The database holds texts as {encoding}: names in Chinese need one of encoding UTF8."
        )
