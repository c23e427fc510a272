"""What the tables of a schema are: columns, keys, comments, and a fingerprint of all that is in them."""

import hashlib
import json
from dataclasses import dataclass

import duckdb

from warehouse.store import quote_name


@dataclass(frozen=True)
class Column:
    """A column: its name, its type in DuckDB's words, whether it may be NULL, and its description."""

    name: str
    type: str
    is_nullable: bool
    description: str | None


@dataclass(frozen=True)
class Table:
    """A table or view: its name, description, columns in their order, and primary key (empty for none)."""

    name: str
    description: str | None
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]


def describe_tables(con: duckdb.DuckDBPyConnection, database: str, schema: str) -> list[Table]:
    """Describe all tables and views of a schema, in the order of their names.

    Args:
        con: any connection that the database is attached to.
        database: its alias.
        schema: the schema.
    """
    place = [database, schema]
    descriptions = con.execute(
        """
        select table_name, comment from duckdb_tables() where database_name = ? and schema_name = ?
        union all
        select view_name, comment from duckdb_views() where database_name = ? and schema_name = ?
        order by all
        """,
        place + place,
    ).fetchall()
    columns: dict[str, list[Column]] = {}
    for table_name, *column in con.execute(
        """
        select table_name, column_name, data_type, is_nullable, comment from duckdb_columns()
        where database_name = ? and schema_name = ?
        order by table_name, column_index
        """,
        place,
    ).fetchall():
        columns.setdefault(table_name, []).append(Column(*column))
    keys = con.execute(
        """
        select table_name, constraint_column_names from duckdb_constraints()
        where database_name = ? and schema_name = ? and constraint_type = 'PRIMARY KEY'
        """,
        place,
    ).fetchall()
    primary_keys = {table_name: tuple(names) for table_name, names in keys}
    return [
        Table(name, comment, tuple(columns.get(name, [])), primary_keys.get(name, ()))
        for name, comment in descriptions
    ]


def fingerprint_tables(
    con: duckdb.DuckDBPyConnection,
    database: str,
    schema: str,
    *,
    ignored: dict[str, frozenset[str]],
) -> str:
    """Fingerprint a schema: the same tables, descriptions and rows, in whatever order, give the same one.

    Args:
        con: any connection that the database is attached to.
        database: its alias.
        schema: the schema.
        ignored: by table, the columns whose values are not looked at.

    Returns:
        64 hex digits.
    """
    parts = []
    for table in describe_tables(con, database, schema):
        unread = sorted(ignored.get(table.name, frozenset()) & {column.name for column in table.columns})
        exclude = f"exclude ({', '.join(map(quote_name, unread))})" if unread else ""
        # Sums of hashes: order does not matter, a row that is there twice does, and memory stays bounded.
        # MD5 of the row as JSON, because DuckDB's own hash may change between its versions.
        digest = con.execute(
            f"""
            with rows_as_json as (
                select to_json(kept)::varchar as row_json
                from (
                    select * {exclude}
                    from {quote_name(database)}.{quote_name(schema)}.{quote_name(table.name)}
                ) as kept
            )

            select
                count(*),
                coalesce(sum(md5_number_lower(row_json)::hugeint), 0)::varchar,
                coalesce(sum(md5_number_upper(row_json)::hugeint), 0)::varchar
            from rows_as_json
            """
        ).fetchall()[0]
        parts.append([repr(table), *digest])
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
