"""One PostgreSQL server for all tests of this folder, and connections to it that do not outlive a test."""

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.integration.postgres.server import DATABASE, USER, Postgres, find_programs, open_postgres
from tests.integration.postgres.shared import SECRET, Rows
from warehouse.postgres.address import Address, read_address

PROGRAMS = find_programs()
DRIVERS = ("psycopg2", "adbc_driver_manager", "adbc_driver_postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    if PROGRAMS is None:
        pytest.skip("there is no PostgreSQL: initdb, pg_ctl and postgres")
    if not all(map(importlib.util.find_spec, DRIVERS)):
        pytest.skip("drivers of PostgreSQL are not installed: uv sync --extra postgres")
    with open_postgres(PROGRAMS) as running:
        yield running


@pytest.fixture
def url(server: Postgres) -> Iterator[str]:
    """Give the URL of a database, and take out of it in the end what a test has made."""
    yield f"postgresql://{USER}:{SECRET}@/{DATABASE}?host={server.host}"
    with closing(connect_to(server)) as connection, connection.cursor() as cursor:
        cursor.execute("select nspname from pg_namespace where nspname !~ '^(pg_|information_schema|public)'")
        for (schema,) in cursor.fetchall():
            cursor.execute(f'drop schema "{schema}" cascade')
        cursor.execute("select rolname from pg_roles where rolname ~ '^(reader|publisher)'")
        for (role,) in cursor.fetchall():
            cursor.execute(f"drop owned by {role}")
            cursor.execute(f"drop role {role}")


@pytest.fixture
def connect(server: Postgres, url: str) -> Iterator[Callable[..., Any]]:
    """Open connections that are closed before the database is emptied."""
    opened = []

    def open_connection(user: str = USER, isolation: str | None = None) -> Any:
        opened.append(connect_to(server, user, isolation))
        return opened[-1]

    yield open_connection
    for connection in opened:
        connection.close()


def connect_to(server: Postgres, user: str = USER, isolation: str | None = None) -> Any:
    """Connect so that each statement is a transaction, unless an isolation is named; nothing waits for ever."""
    import psycopg2

    options = "-c lock_timeout=60s"
    connection = psycopg2.connect(host=str(server.host), user=user, dbname=DATABASE, options=options)
    connection.set_session(isolation_level=isolation, autocommit=isolation is None)
    return connection


@pytest.fixture
def ask(connect: Callable[..., Any]) -> Callable[..., Rows]:
    owner = connect()

    def fetch(query: str, *parameters: object, on: Any = None) -> Rows:
        with (on or owner).cursor() as cursor:
            cursor.execute(query, parameters or None)
            return cursor.fetchall() if cursor.description else []

    return fetch


@pytest.fixture
def address(url: str) -> Address:
    return read_address(url)
