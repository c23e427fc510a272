"""Making a copied release the one that readers see, in one transaction.

A table that is renamed or made anew is not hidden from transactions that are under way: whoever has taken a snapshot in
REPEATABLE READ finds the new table by its name, and none of its rows. So tables stay where they can, and their rows are
exchanged: each transaction then sees one release, and nobody waits. Where the layout has changed, the schema is renamed
while no reader holds any of its tables.
"""

import random
import time
from collections.abc import Sequence

from warehouse.errors import ServerLockedError, ServerUnavailableError
from warehouse.postgres.rights import set_rights
from warehouse.postgres.schemas import (
    drop_schema,
    list_tables,
    name_retired,
    note_release,
    read_layout,
)
from warehouse.postgres.server import Server
from warehouse.store import quote_name

# Below PostgreSQL's deadlock_timeout of a second: we give way, and no reader is told of a deadlock.
_LOCK_SECONDS = 0.4
_LONGEST_PAUSE_SECONDS = 2.0


def install_schema(server: Server, building: str, schema: str, readers: Sequence[str]) -> None:
    """Give the first release its name."""
    with server.transaction():
        server.run(f"alter schema {quote_name(building)} rename to {quote_name(schema)}")
        set_rights(server, schema, readers)


def have_one_layout(server: Server, building: str, schema: str) -> bool:
    """Return whether two schemas differ in nothing but rows; indexes that somebody has added count for nothing."""
    with server.transaction():
        fresh, live = read_layout(server, building), read_layout(server, schema)
    return fresh <= live and all(row[1] == "index" for row in live - fresh)


def exchange_rows(
    server: Server, building: str, schema: str, release_id: str, readers: Sequence[str]
) -> None:
    """Take out of the readers' tables what the new release has not, put in what it has more, and drop its own schema.

    Raises:
        ServerLockedError: somebody has locked a table against writing.
    """
    with server.transaction(lock_seconds=60):
        for table in list_tables(server, building):
            columns, key = _read_columns(server, building, table)
            _exchange_table(
                server, f"{quote_name(building)}.{quote_name(table)}", _live(schema, table), columns, key
            )
        note_release(server, schema, release_id)
        set_rights(server, schema, readers)
        drop_schema(server, building)


def exchange_schemas(
    server: Server, building: str, schema: str, readers: Sequence[str], patience_seconds: float
) -> str:
    """Rename the readers' schema away and the new one to its name; return what the old one is called now.

    Raises:
        ServerUnavailableError: in all the time there was no moment without a reader's transaction.
    """
    until = time.monotonic() + patience_seconds
    pause = 0.05
    with server.transaction():
        tables = [_live(schema, table) for table in list_tables(server, schema)]
    while True:
        retired = name_retired(schema)
        try:
            with server.transaction(lock_seconds=_LOCK_SECONDS):
                if tables:
                    server.run(f"lock table {', '.join(tables)} in access exclusive mode")
                server.run(
                    f"alter schema {quote_name(schema)} rename to {quote_name(retired)}",
                    f"alter schema {quote_name(building)} rename to {quote_name(schema)}",
                )
                set_rights(server, schema, readers)
            return retired
        except ServerLockedError as error:
            if time.monotonic() > until:
                raise ServerUnavailableError(
                    f"The tables have another layout than before, and somebody's transaction has held schema {schema} "
                    f"in PostgreSQL for {patience_seconds:.0f} seconds: end it, and publish again."
                ) from error
        # Whoever reads the same tables in another order than they were locked in has held us up.
        random.shuffle(tables)
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - not for secrets
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


def _read_columns(server: Server, schema: str, table: str) -> tuple[list[str], list[str]]:
    """Return the names of all columns of a table, and of those of its primary key."""
    rows = server.fetch(
        """
        select a.attname::text, coalesce(a.attnum = any(k.conkey), false)
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_constraint as k on k.conrelid = c.oid and k.contype = 'p'
        where n.nspname::text = $1 and c.relname::text = $2
        order by a.attnum
        """,
        schema,
        table,
    )
    return [name for name, _ in rows], [name for name, is_key in rows if is_key]


def _exchange_table(server: Server, fresh: str, live: str, columns: list[str], key: list[str]) -> None:
    names = ", ".join(map(quote_name, columns))
    if not key:
        server.run(f"delete from {live}")
        server.run(f"insert into {live} ({names}) select {names} from {fresh}")
        return
    has_key = " and ".join(f"fresh.{quote_name(name)} = live.{quote_name(name)}" for name in key)
    same_values = "".join(
        f" and fresh.{quote_name(name)} is not distinct from live.{quote_name(name)}"
        for name in columns
        if name not in key
    )
    server.run(
        f"delete from {live} as live where not exists (select from {fresh} as fresh where {has_key}{same_values})"
    )
    server.run(
        f"insert into {live} ({names}) select {names} from {fresh} as fresh"
        f" where not exists (select from {live} as live where {has_key})",
    )


def _live(schema: str, table: str) -> str:
    return f"{quote_name(schema)}.{quote_name(table)}"
