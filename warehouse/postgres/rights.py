"""Who may read a published schema: the roles that are named, and nobody else."""

from collections.abc import Sequence

from warehouse.errors import PublishError
from warehouse.postgres.server import Server
from warehouse.store import quote_name

_PUBLIC = "PUBLIC"


def check_readers(server: Server, readers: Sequence[str]) -> None:
    """Make sure that there are such roles.

    Raises:
        PublishError: there is none of a name.
    """
    with server.transaction():
        known = {name for (name,) in server.fetch("select rolname::text from pg_roles")}
    for reader in readers:
        if reader not in known:
            raise PublishError(
                f"PostgreSQL has no role {reader} that could read: create it first (docs/postgres.md)."
            )


def set_rights(server: Server, schema: str, readers: Sequence[str]) -> None:
    """Let readers use a schema and select from all its tables; take every other right from everybody but the owner."""
    tables = {
        name
        for (name,) in server.fetch(
            "select relname::text from pg_class where relnamespace = $1::text::regnamespace and relkind in ('r', 'p')",
            quote_name(schema),
        )
    }
    held = set(_read_rights(server, schema))
    wanted = {("", reader, "USAGE", False) for reader in readers}
    wanted |= {(table, reader, "SELECT", False) for table in tables for reader in readers}
    if held == wanted:
        return
    place = quote_name(schema)
    for grantee in sorted({right[1] for right in held - wanted}):
        # With what is taken of a table goes what was given of its columns.
        role = _PUBLIC if grantee == "" else quote_name(grantee)
        server.run(
            f"revoke all on all tables in schema {place} from {role}",
            f"revoke all on schema {place} from {role}",
        )
    for reader in readers:
        server.run(
            f"grant usage on schema {place} to {quote_name(reader)}",
            f"grant select on all tables in schema {place} to {quote_name(reader)}",
        )


def _read_rights(server: Server, schema: str) -> list[tuple[str, str, str, bool]]:
    """Return table (or none, for the schema), role (or none, for everybody), right, and whether it can be passed on."""
    return [
        (table, role, right, can_pass_on)
        for table, role, right, can_pass_on in server.fetch(
            """
            select '' as table_name, coalesce(r.rolname::text, '') as role, a.privilege_type, a.is_grantable
            from pg_namespace as n
            cross join aclexplode(n.nspacl) as a
            left join pg_roles as r on r.oid = a.grantee
            where n.nspname::text = $1 and a.grantee <> n.nspowner
            union all
            select c.relname::text, coalesce(r.rolname::text, ''), a.privilege_type, a.is_grantable
            from pg_class as c
            join pg_namespace as n on n.oid = c.relnamespace
            cross join aclexplode(c.relacl) as a
            left join pg_roles as r on r.oid = a.grantee
            where n.nspname::text = $1 and c.relkind in ('r', 'p') and a.grantee <> c.relowner
            union all
            select c.relname::text, coalesce(r.rolname::text, ''), a.privilege_type || ' of a column', a.is_grantable
            from pg_attribute as t
            join pg_class as c on c.oid = t.attrelid
            join pg_namespace as n on n.oid = c.relnamespace
            cross join aclexplode(t.attacl) as a
            left join pg_roles as r on r.oid = a.grantee
            where n.nspname::text = $1 and c.relkind in ('r', 'p') and a.grantee <> c.relowner
            """,
            schema,
        )
    ]
