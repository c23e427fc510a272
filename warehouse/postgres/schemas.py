"""The schemas of a published release in PostgreSQL: which are ours, and what is in them.

    marts                      what readers see
    marts_building_<release>   a release on its way in
    marts_retired_<time>       tables of another layout on their way out

Ours is what carries our comment. Nothing else is ever dropped or written to.
"""

import re
from datetime import UTC, datetime

from warehouse.errors import PublishError
from warehouse.postgres.server import Server, quote_array
from warehouse.store import quote_name, quote_text

_OURS = "Made by potline,"
_MARK = f"{_OURS} release "
_PART = f"{_OURS} in part"
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,29}")
_DROP_SECONDS = 2.0

Layout = frozenset[tuple[object, ...]]


def check_schema_name(schema: str) -> None:
    """Make sure that a schema can be named so.

    Raises:
        ValueError: it cannot.
    """
    if not _NAME.fullmatch(schema) or schema.startswith("pg_") or schema in {"public", "information_schema"}:
        raise ValueError(
            f"A schema for the marts is named with up to 30 of a-z, 0-9 and _, and is not public or one of "
            f"PostgreSQL's own; {schema!r} is not."
        )


def name_building(schema: str, release_id: str) -> str:
    """Return the name of the schema that a release is copied into."""
    return f"{schema}_building_{re.sub('[^0-9a-z]', '', release_id.lower())[:20]}"


def name_retired(schema: str) -> str:
    """Return a name for the tables that give way now."""
    return f"{schema}_retired_{datetime.now(UTC):%Y%m%dt%H%M%S%f}"


def start_schema(server: Server, schema: str) -> None:
    """Make an empty schema that is ours."""
    server.run(
        f"create schema {quote_name(schema)}",
        f"comment on schema {quote_name(schema)} is {quote_text(_PART)}",
    )


def note_release(server: Server, schema: str, release_id: str) -> None:
    """Say in a schema which release it holds."""
    server.run(f"comment on schema {quote_name(schema)} is {quote_text(_MARK + release_id)}")


def find_release(server: Server, schema: str) -> str | None:
    """Return the release that readers see; None where there is no such schema.

    Raises:
        PublishError: the schema is somebody else's.
    """
    found = server.fetch(
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname::text = $1", schema
    )
    if not found:
        return None
    comment = found[0][0] or ""
    if not comment.startswith(_MARK):
        raise PublishError(
            f"PostgreSQL has a schema {schema} that potline has not made: name another one with --schema."
        )
    return str(comment.removeprefix(_MARK))


def list_tables(server: Server, schema: str) -> list[str]:
    """Return the names of a schema's tables, that of the release first."""
    rows = server.fetch(
        """
        select c.relname::text
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname::text = $1 and c.relkind in ('r', 'p')
        order by c.relname <> 'dim_release', c.relname::text collate "C"
        """,
        schema,
    )
    return [name for (name,) in rows]


def read_layout(server: Server, schema: str) -> Layout:
    """Return all that tells a schema's tables from others: columns in their order, keys, indexes and comments."""
    rows = server.fetch(
        """
        with tables as (
            select c.oid, c.relname::text as table_name
            from pg_class as c
            join pg_namespace as n on n.oid = c.relnamespace
            where n.nspname::text = $1 and c.relkind in ('r', 'p')
        )

        select t.table_name, 'table' as kind, '' as name, 0 as position,
            coalesce(obj_description(t.oid, 'pg_class'), '') as definition
        from tables as t
        union all
        select t.table_name, 'column', a.attname::text,
            row_number() over (partition by t.oid order by a.attnum)::integer,
            concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, col_description(t.oid, a.attnum))
        from tables as t
        join pg_attribute as a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        union all
        select t.table_name, 'index', i.relname::text, 0, concat_ws(' ', x.indisprimary, x.indkey::text)
        from tables as t
        join pg_index as x on x.indrelid = t.oid
        join pg_class as i on i.oid = x.indexrelid
        """,
        schema,
    )
    return frozenset(rows)


def drop_schema(server: Server, schema: str) -> None:
    """Drop a schema of ours with its tables, and nothing that somebody else has made of them.

    Raises:
        ServerLockedError: a reader still holds a table.
        PublishError: a view of somebody else's needs a table.
    """
    tables = [f"{quote_name(schema)}.{quote_name(table)}" for table in list_tables(server, schema)]
    if tables:
        server.run(f"drop table {', '.join(tables)}")
    server.run(f"drop schema {quote_name(schema)}")


def sweep_schemas(server: Server, schema: str) -> list[str]:
    """Drop what publishes of before have left, and return a sentence for each schema that has to stay for now."""
    prefixes = [f"{schema}_building_", f"{schema}_retired_"]
    with server.transaction():
        rows = server.fetch(
            f"""
            select nspname::text
            from pg_namespace
            where exists (select from unnest({quote_array(prefixes)}) as prefix where starts_with(nspname::text, prefix))
                and starts_with(obj_description(oid, 'pg_namespace'), {quote_text(_OURS)})
            order by 1
            """
        )
    staying = []
    for (name,) in rows:
        try:
            with server.transaction(lock_seconds=_DROP_SECONDS):
                drop_schema(server, name)
        except PublishError as error:
            staying.append(f"Schema {name} stays until the next publish: {error}")
    return staying
