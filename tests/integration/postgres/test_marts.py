"""The marts are made on PostgreSQL as they are on DuckDB: the same models, tests and rows, in another engine.

Resolution stays DuckDB's: the tables that the marts read are copied.
"""

import importlib.util
import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.settings import DBT_EXECUTABLE, DBT_PROJECT_FOLDER
from tests.integration.commands import clean_environment
from tests.integration.conftest import Built
from tests.integration.postgres.server import Postgres, find_programs, open_postgres

PROGRAMS = find_programs()

pytestmark = [
    pytest.mark.skipif(PROGRAMS is None, reason="there is no PostgreSQL: initdb, pg_ctl and postgres"),
    pytest.mark.skipif(
        importlib.util.find_spec("psycopg2") is None
        or importlib.util.find_spec("dbt.adapters.postgres") is None,
        reason="dbt-postgres is not installed: uv sync --extra postgres",
    ),
]

# As docs/scale.md has it: tables are made anew, for there is nothing there to add to.
SELECTED = ("--select", "path:models/marts", "--full-refresh")
# A type of DuckDB as PostgreSQL calls it. What has another one, such as a list, no mart reads.
TYPES = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "double precision",
    "INTEGER": "integer",
    "UBIGINT": "numeric",
    "TIMESTAMP": "timestamp without time zone",
    "VARCHAR": "character varying",
}

Columns = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Made:
    """The marts of one warehouse in both engines, and what dbt said of those in PostgreSQL."""

    duckdb: duckdb.DuckDBPyConnection
    postgres: Any
    results: dict[str, str]


@pytest.fixture(scope="module")
def made(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    import psycopg2

    folder = tmp_path_factory.mktemp("postgres")
    assert PROGRAMS is not None
    with (
        open_postgres(PROGRAMS) as server,
        closing(duckdb.connect(built.settings.warehouse_path, read_only=True)) as warehouse,
        closing(psycopg2.connect("", **connection_parameters(server))) as connection,
    ):
        copy_schemas(warehouse, connection, folder)
        results = build_marts(warehouse, server, folder)
        yield Made(warehouse, connection, results)


def connection_parameters(server: Postgres) -> dict[str, str]:
    """Return what psycopg2 wants to know, so that no setting of the caller's is asked."""
    told = server.environment
    return {
        "host": told["PGHOST"],
        "port": told["PGPORT"],
        "user": told["PGUSER"],
        "dbname": told["PGDATABASE"],
    }


def read_columns(warehouse: duckdb.DuckDBPyConnection, schema: str) -> Columns:
    """Return the columns of DuckDB's tables and views in their order, with their types as PostgreSQL calls them."""
    rows = warehouse.execute(
        """
        select table_name, column_name, data_type
        from information_schema.columns
        where table_schema = ?
        order by table_name, ordinal_position
        """,
        [schema],
    ).fetchall()
    columns: Columns = {}
    for table, column, kind in rows:
        columns.setdefault(table, []).append((column, TYPES.get(kind, kind)))
    return columns


def copy_schemas(warehouse: duckdb.DuckDBPyConnection, connection: Any, folder: Path) -> None:
    """Copy what is made before the marts, views as tables."""
    with connection, connection.cursor() as cursor:
        for schema in ("seeds", "staging", "intermediate"):
            cursor.execute(f"create schema {schema}")
            for table, columns in read_columns(warehouse, schema).items():
                if not all(kind in TYPES.values() for _, kind in columns):
                    continue
                layout = ", ".join(f'"{name}" {kind}' for name, kind in columns)
                cursor.execute(f"create table {schema}.{table} ({layout})")
                # In CSV, NULL is a value without quotes, and "" one of no letters: to both engines.
                rows = folder / f"{table}.csv"
                warehouse.execute(f"copy {schema}.{table} to '{rows}' (format csv, header false)")
                with rows.open("rb") as content:
                    cursor.copy_expert(f"copy {schema}.{table} from stdin (format csv)", content)
        cursor.execute("analyze")


def build_marts(warehouse: duckdb.DuckDBPyConnection, server: Postgres, folder: Path) -> dict[str, str]:
    """Build and test the marts on PostgreSQL as the release that DuckDB's are; return the status of each."""
    release = warehouse.execute(
        "select release_id, cast(built_at as varchar), code_version from marts.dim_release"
    ).fetchone()
    assert release is not None
    names = ("POTLINE_RELEASE_ID", "POTLINE_BUILT_AT", "POTLINE_CODE_VERSION")
    finished = subprocess.run(
        [str(DBT_EXECUTABLE), "--quiet", "build", "--target", "postgres", *SELECTED],
        cwd=DBT_PROJECT_FOLDER,
        env={
            **clean_environment(),
            **server.environment,
            **{name: value or "" for name, value in zip(names, release, strict=True)},
            "DBT_TARGET_PATH": str(folder),
            "DBT_LOG_PATH": str(folder),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout[-8000:] + finished.stderr[-2000:]
    results = json.loads((folder / "run_results.json").read_text(encoding="utf-8"))["results"]
    return {
        result["unique_id"]: result["status"]
        for result in results
        if not result["unique_id"].startswith("exposure.")
    }


def fetch_sorted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows in an order that hangs on no engine, NULL among values."""
    return sorted(rows, key=repr)


def test_models_and_tests_of_the_marts_pass_on_postgres(made: Made) -> None:
    assert set(made.results.values()) == {"success", "pass"}
    kinds = {node.split(".")[0] for node in made.results}
    assert kinds == {"model", "test", "unit_test"}


def test_every_mart_is_the_same_on_postgres(made: Made) -> None:
    marts = read_columns(made.duckdb, "marts")
    assert {node.split(".")[2] for node in made.results if node.startswith("model.")} == set(marts)
    with made.postgres.cursor() as cursor:
        for mart, columns in marts.items():
            cursor.execute(
                "select column_name, data_type from information_schema.columns"
                " where table_schema = 'marts' and table_name = %s order by ordinal_position",
                [mart],
            )
            assert cursor.fetchall() == columns, mart
            cursor.execute(f"select * from marts.{mart}")
            wanted = made.duckdb.execute(f"select * from marts.{mart}").fetchall()
            assert fetch_sorted(cursor.fetchall()) == fetch_sorted(wanted), mart
