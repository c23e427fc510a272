"""A release in PostgreSQL: the same rows, types, keys and comments as in DuckDB."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb

from tests.integration.conftest import Built
from tests.integration.postgres.shared import Rows
from tests.integration.small_releases import make_release
from warehouse.postgres.address import Address
from warehouse.postgres.publish import publish_to_postgres
from warehouse.releases import current_release


def sort_rows(rows: Rows) -> Rows:
    """Return rows in an order that hangs on no engine, NULL among values."""
    return sorted(rows, key=repr)


def test_every_table_is_the_same_in_postgres(
    built: Built, address: Address, ask: Callable[..., Rows]
) -> None:
    release = current_release(built.settings.published)
    assert release is not None
    published = publish_to_postgres(release, address)
    assert (published.is_unchanged, published.notes) == (False, ())
    tables = {table for (table,) in ask("select tablename from pg_tables where schemaname = 'marts'")}
    assert tables == set(release.row_counts)
    with closing(duckdb.connect(release.database, read_only=True)) as con:
        for table in tables:
            rows = ask(f"select * from marts.{table}")
            assert len(rows) == release.row_counts[table]
            assert sort_rows(rows) == sort_rows(con.execute(f"from marts.{table}").fetchall()), table
        comments = con.execute(
            """
            select table_name, 0, comment from duckdb_tables() where comment is not null
            union all
            select table_name, column_index, comment from duckdb_columns() where schema_name = 'marts' and comment is not null
            """
        ).fetchall()
        keys = con.execute(
            "select table_name, constraint_column_names from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        required = con.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and not is_nullable"
        ).fetchall()
    assert len(comments) > len(tables) and keys
    assert sort_rows(comments) == sort_rows(
        ask(
            """
            select relname::text, objsubid, description from pg_description
            join pg_class on pg_class.oid = objoid
            where classoid = 'pg_class'::regclass and relnamespace = 'marts'::regnamespace
            """
        )
    )
    assert sort_rows(keys) == sort_rows(
        ask(
            """
            select conrelid::regclass::text, array_agg(attname::text order by array_position(conkey, attnum))
            from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any(conkey)
            where contype = 'p' and connamespace = 'marts'::regnamespace group by conrelid, conname
            """.replace(
                "conrelid::regclass::text", "(select relname::text from pg_class where oid = conrelid)"
            )
        )
    )
    assert sort_rows(required) == sort_rows(
        ask(
            "select table_name::text, column_name::text from information_schema.columns"
            " where table_schema = 'marts' and is_nullable = 'NO'"
        )
    )
    indexed = ask("select indexdef from pg_indexes where schemaname = 'marts' and tablename = 'fct_demands'")
    assert any("(statement_id)" in definition for (definition,) in indexed)


def test_values_of_every_type_arrive(tmp_path: Path, address: Address, ask: Callable[..., Rows]) -> None:
    values = {
        "18446744073709551615::ubigint": ("numeric", "18446744073709551615"),
        "(-170141183460469231731687303715884105727)::hugeint": (
            "numeric",
            "-170141183460469231731687303715884105727",
        ),
        "12.50::decimal(10, 2)": ("numeric", "12.50"),
        "4294967295::uinteger": ("bigint", "4294967295"),
        "65535::usmallint": ("integer", "65535"),
        "255::utinyint": ("smallint", "255"),
        "(-128)::tinyint": ("smallint", "-128"),
        "(-32768)::smallint": ("smallint", "-32768"),
        "9223372036854775807": ("bigint", "9223372036854775807"),
        "0.1::double": ("double precision", "0.1"),
        "'nan'::double": ("double precision", "NaN"),
        "0.5::float": ("real", "0.5"),
        "true": ("boolean", "true"),
        "date '2024-02-29'": ("date", "2024-02-29"),
        "timestamp '2024-02-29 23:59:59.123456'": (
            "timestamp without time zone",
            "2024-02-29 23:59:59.123456",
        ),
        "timestamptz '2024-03-01 08:00:00+08'": ("timestamp with time zone", "2024-03-01 00:00:00+00"),
        "'名 \\ '' \"'": ("text", "名 \\ ' \""),
        "'a' || chr(0) || 'b'": ("text", "a\ufffdb"),
        "['x', null, 'y' || chr(0)]": ("text[]", "{x,NULL,y\ufffd}"),
        "[1, 2]": ("integer[]", "{1,2}"),
        "{'a': 1, 'b': 'x'}": ("text", "{'a': 1, 'b': x}"),
        "null::varchar": ("text", None),
        "null::varchar[]": ("text[]", None),
    }
    columns = ", ".join(f"{expression} as c{number}" for number, expression in enumerate(values))
    release = make_release(tmp_path, "r1", f"create table marts.fct_types as select {columns}")
    publish_to_postgres(release, address)
    ask("set timezone = 'UTC'")
    for number, (expression, wanted) in enumerate(values.items()):
        (found,) = ask(f"select pg_typeof(c{number})::text, c{number}::text from marts.fct_types")
        assert found == wanted, expression


def test_a_key_that_no_index_holds_costs_the_key_alone(
    tmp_path: Path, address: Address, ask: Callable[..., Rows]
) -> None:
    long = "(select string_agg(md5(i::varchar), '') from range(100) as r(i))"
    release = make_release(tmp_path, "r1", f"insert into marts.dim_firms values ({long}, 'long')")
    published = publish_to_postgres(release, address)
    assert published.notes == ("dim_firms has no primary key in PostgreSQL: one is too long for an index.",)
    assert ask("select count(*) from marts.dim_firms") == [(4,)]
