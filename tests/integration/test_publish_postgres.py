"""A release in PostgreSQL: the same rows as in DuckDB, for those who may read it, swapped in under readers in a loop."""

import importlib.util
import shutil
import signal
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from orchestration.assets.postgres import build_postgres_assets
from orchestration.build_failure import explain_failure
from orchestration.definitions import build_definitions
from orchestration.postgres import publish_current
from orchestration.progress import SilentProgress
from orchestration.resources import start_build
from orchestration.settings import Settings, SettingsError, read_settings
from tests.integration.commands import POTLINE, call_potline, clean_environment
from tests.integration.conftest import SAMPLES, Built
from tests.integration.postgres import DATABASE, USER, Postgres, find_programs, open_postgres
from tests.integration.small_releases import make_release
from warehouse.errors import PublishError, ServerLockedError, ServerUnavailableError
from warehouse.postgres.address import Address, read_address
from warehouse.postgres.publish import Publication, publish_to_postgres
from warehouse.postgres.server import open_server
from warehouse.releases import Release, current_release

PROGRAMS = find_programs()
DRIVERS = ("psycopg2", "adbc_driver_manager", "adbc_driver_postgresql")
SECRET = "s3cr3t-of-the-test"
# Releases by number, the one of another layout twice.
ORDER = (0, 1, 2, 0, 1, 3, 0, 1, 2, 0, 1, 2, 0, 1, 3, 0, 1, 2, 0, 1)
PATIENCE = 0.5
# Between two transactions of a reader: the renaming of a schema needs a moment in which nobody is in one.
PAUSE = 0.003

pytestmark = [
    pytest.mark.skipif(PROGRAMS is None, reason="there is no PostgreSQL: initdb, pg_ctl and postgres"),
    pytest.mark.skipif(
        not all(map(importlib.util.find_spec, DRIVERS)),
        reason="drivers of PostgreSQL are not installed: uv sync --extra postgres",
    ),
]

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    assert PROGRAMS is not None
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


def schemas_of(ask: Callable[..., Rows]) -> list[str]:
    return [
        name for (name,) in ask("select nspname from pg_namespace where nspname ~ '^marts' order by nspname")
    ]


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


def test_readers_may_read_and_nothing_else(
    tmp_path: Path, address: Address, ask: Callable[..., Rows], connect: Callable[..., Any]
) -> None:
    import psycopg2.errors

    ask("create role reader_one login")
    ask("create role reader_two login")
    ask("create schema secrets")
    ask("create table secrets.salaries as select 1 as amount")
    # What an administrator has granted beforehand, to everybody, must not come through.
    ask("alter default privileges grant all on tables to public")
    ask("alter default privileges grant all on schemas to reader_two")
    try:
        publish_to_postgres(make_release(tmp_path, "r1"), address, readers=["reader_one"])
        reader, other = connect("reader_one"), connect("reader_two")
        assert ask("select count(*) from marts.dim_firms", on=reader) == [(3,)]
        for refused in (
            "insert into marts.dim_firms values ('x', 'x')",
            "update marts.dim_firms set name = ''",
            "delete from marts.dim_firms",
            "truncate marts.dim_firms",
            "create table marts.mine (x int)",
            "create index on marts.dim_firms (name)",
            "select * from secrets.salaries",
            "drop schema marts cascade",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                ask(refused, on=reader)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask("select * from marts.dim_firms", on=other)
        # The same release, and then another, for another reader: the list is what holds.
        for release_id in ("r1", "r2"):
            release = make_release(tmp_path / release_id, release_id)
            publish_to_postgres(release, address, readers=["reader_two"])
            assert ask("select release_id from marts.dim_release", on=other) == [(release_id,)]
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                ask("select * from marts.dim_firms", on=reader)
    finally:
        ask("alter default privileges revoke all on tables from public")
        ask("alter default privileges revoke all on schemas from reader_two")


def test_a_publisher_needs_no_more_than_the_right_to_make_schemas(
    tmp_path: Path, url: str, ask: Callable[..., Rows], connect: Callable[..., Any]
) -> None:
    ask("create role publisher_least login")
    ask("create role reader_one login")
    address = read_address(url.replace(f"{USER}:", "publisher_least:"))
    with pytest.raises(PublishError, match=r"permission denied for database postgres \(docs/postgres\.md"):
        publish_to_postgres(make_release(tmp_path, "r0"), address)
    ask(f"grant create on database {DATABASE} to publisher_least")
    changed = make_release(tmp_path, "r3", "alter table marts.dim_firms add column more integer")
    for release in (make_release(tmp_path, "r1"), make_release(tmp_path, "r2"), changed):
        assert publish_to_postgres(release, address, readers=["reader_one"]).notes == ()
        assert ask("select release_id from marts.dim_release", on=connect("reader_one")) == [
            (release.release_id,)
        ]


def test_a_reader_that_is_no_role_is_told_before_anything_is_copied(
    tmp_path: Path, address: Address, ask: Callable[..., Rows]
) -> None:
    with pytest.raises(PublishError, match="no role nobody_there"):
        publish_to_postgres(make_release(tmp_path, "r1"), address, readers=["nobody_there"])
    assert schemas_of(ask) == []


def test_what_somebody_made_of_the_tables_stays(
    tmp_path: Path, address: Address, ask: Callable[..., Rows]
) -> None:
    publish_to_postgres(make_release(tmp_path, "r1"), address)
    ask("create schema own")
    ask("create view own.firms as select count(*) as firms from marts.dim_firms")
    ask("create index on marts.dim_firms (name)")
    more = "insert into marts.dim_firms values ('d', 'Delta')"
    publish_to_postgres(make_release(tmp_path, "r2", more), address)
    assert ask("select * from own.firms") == [(4,)]
    published = publish_to_postgres(
        make_release(tmp_path, "r3", "alter table marts.dim_firms add column more integer"), address
    )
    (note,) = published.notes
    assert "stays until the next publish" in note and "depend" in note
    assert ask("select * from own.firms") == [(4,)]
    ask("drop view own.firms")
    assert publish_to_postgres(make_release(tmp_path, "r4"), address).notes == ()
    assert schemas_of(ask) == ["marts"]


def test_a_schema_of_somebody_elses_is_left_alone(
    tmp_path: Path, address: Address, ask: Callable[..., Rows]
) -> None:
    ask("create schema marts")
    ask("create schema marts_building_x")
    with pytest.raises(PublishError, match="a schema marts that potline has not made"):
        publish_to_postgres(make_release(tmp_path, "r1"), address)
    publish_to_postgres(make_release(tmp_path, "r2"), address, schema="marts_of_potline")
    assert schemas_of(ask) == ["marts", "marts_building_x", "marts_of_potline"]


def test_a_second_publisher_leaves_with_one_sentence(
    tmp_path: Path, address: Address, ask: Callable[..., Rows]
) -> None:
    release = make_release(tmp_path, "r1")
    with open_server(address) as first:
        assert first.take_lock("potline publishes marts")
        with pytest.raises(ServerLockedError, match="Another publisher is at work on schema marts"):
            publish_to_postgres(release, address)
    assert not publish_to_postgres(release, address).is_unchanged


def test_a_transaction_keeps_its_release_over_a_publish(
    tmp_path: Path, address: Address, ask: Callable[..., Rows], connect: Callable[..., Any]
) -> None:
    publish_to_postgres(make_release(tmp_path, "r1"), address)
    holding, early = connect(isolation="REPEATABLE READ"), connect(isolation="REPEATABLE READ")
    assert ask("select release_id from marts.dim_release", on=holding) == [("r1",)]
    # Has taken its snapshot, and looked at none of our tables.
    ask("select 1", on=early)
    more = "insert into marts.dim_firms select 'x' || i, 'more' from range(7) as r(i)"
    publish_to_postgres(make_release(tmp_path, "r2", more), address)
    for reader in (holding, early):
        assert ask("select count(*) from marts.dim_firms", on=reader) == [(3,)]
        assert ask("select release_id from marts.dim_release", on=reader) == [("r1",)]
        reader.rollback()
        assert ask("select count(*) from marts.dim_firms", on=reader) == [(10,)]


def test_another_layout_waits_for_transactions_and_gives_up(
    tmp_path: Path, address: Address, ask: Callable[..., Rows], connect: Callable[..., Any]
) -> None:
    publish_to_postgres(make_release(tmp_path, "r1"), address)
    changed = make_release(tmp_path, "r2", "alter table marts.dim_firms add column more integer")
    reader = connect(isolation="REPEATABLE READ")
    ask("select * from marts.dim_release", on=reader)
    with pytest.raises(ServerUnavailableError, match="another layout than before"):
        publish_to_postgres(changed, address, patience_seconds=PATIENCE)
    assert schemas_of(ask) == ["marts"]
    assert ask("select count(*) from marts.dim_firms", on=reader) == [(3,)]
    reader.rollback()
    assert publish_to_postgres(changed, address).notes == ()
    assert schemas_of(ask) == ["marts"]
    assert ask("select release_id from marts.dim_release") == [("r2",)]


def test_what_a_killed_publish_leaves_is_swept(
    tmp_path: Path, url: str, ask: Callable[..., Rows], connect: Callable[..., Any]
) -> None:
    publish_to_postgres(make_release(tmp_path, "r1"), read_address(url))
    changed = make_release(tmp_path, "r2", "alter table marts.dim_firms add column more integer")
    data = changed.folder.parents[2]
    reader = connect(isolation="REPEATABLE READ")
    ask("select * from marts.dim_release", on=reader)
    command = [str(POTLINE), "publish", "postgres", "--url", url, "--data", str(data)]
    with subprocess.Popen(command, env=clean_environment()) as publisher:
        wait_until(lambda: "marts_building_r2" in schemas_of(ask))
        publisher.send_signal(signal.SIGKILL)
    assert ask("select release_id from marts.dim_release", on=reader) == [("r1",)]
    reader.rollback()
    assert schemas_of(ask) == ["marts", "marts_building_r2"]
    wait_until(lambda: ask("select count(*) from pg_locks where locktype = 'advisory'") == [(0,)])
    publish_to_postgres(make_release(tmp_path, "r3"), read_address(url))
    assert schemas_of(ask) == ["marts"]
    assert ask("select release_id from marts.dim_release") == [("r3",)]


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


class Reader(threading.Thread):
    """Reads a release in one way over and over, on one connection, and keeps what it saw and what went wrong."""

    def __init__(self, connection: Any, read: Callable[[Any], tuple[Any, ...]]) -> None:
        super().__init__()
        self.seen: list[tuple[Any, ...]] = []
        self.error: Exception | None = None
        self._connection = connection
        self._read = read
        self._is_over = threading.Event()

    def run(self) -> None:
        try:
            while not self._is_over.is_set():
                with self._connection.cursor() as cursor:
                    self.seen.append(self._read(cursor))
                self._connection.rollback()
                time.sleep(PAUSE)
        except Exception as error:
            self.error = error

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def read_at_once(cursor: Any) -> tuple[Any, ...]:
    cursor.execute(
        "select release_id, rows, total, names from marts.dim_release"
        " cross join (select count(*) as rows, sum(amount) as total from marts.fct_counts) as facts"
        " cross join (select min(name) as names from marts.dim_firms) as firms"
    )
    return tuple(cursor.fetchone())


def read_in_two_queries(cursor: Any) -> tuple[Any, ...]:
    cursor.execute("select release_id from marts.dim_release")
    (release_id,) = cursor.fetchone()
    cursor.execute(
        "select count(*), sum(amount), (select min(name) from marts.dim_firms) from marts.fct_counts"
    )
    return (release_id, *cursor.fetchone())


def read_in_two_queries_backwards(cursor: Any) -> tuple[Any, ...]:
    cursor.execute(
        "select count(*), sum(amount), (select min(name) from marts.dim_firms) from marts.fct_counts"
    )
    facts = cursor.fetchone()
    cursor.execute("select release_id from marts.dim_release")
    return (*cursor.fetchone(), *facts)


def make_alternating(folder: Path, number: int, *statements: str) -> tuple[Release, tuple[Any, ...]]:
    """Return a release whose every table is another one than those of other numbers, and what readers see of it."""
    rows = 500 * number
    release = make_release(
        folder,
        f"r{number}",
        "delete from marts.fct_counts",
        f"insert into marts.fct_counts select date '2024-01-01', {number}, 'a' from range({rows})",
        f"update marts.dim_firms set name = 'name {number}'",
        *statements,
    )
    return release, (release.release_id, rows, number * rows, f"name {number}")


def test_readers_in_a_loop_see_no_error_and_no_mixed_release(
    tmp_path: Path, address: Address, ask: Callable[..., Rows], connect: Callable[..., Any]
) -> None:
    ask("create role reader_loop login")
    made = [
        make_alternating(tmp_path, 1),
        make_alternating(tmp_path, 2),
        make_alternating(tmp_path, 3),
        # Of another layout, so that the schema is renamed on the way to it and on the way from it.
        make_alternating(tmp_path, 4, "alter table marts.fct_counts add column more integer"),
    ]
    known = {seen for _, seen in made}
    publish_to_postgres(made[-1][0], address, readers=["reader_loop"])
    repeatable = "REPEATABLE READ"
    readers = [
        Reader(connect("reader_loop"), read_at_once),
        Reader(connect("reader_loop"), read_at_once),
        Reader(connect("reader_loop", repeatable), read_in_two_queries),
        Reader(connect("reader_loop", repeatable), read_in_two_queries),
        Reader(connect("reader_loop", repeatable), read_in_two_queries_backwards),
    ]
    for reader in readers:
        reader.start()
    try:
        published: list[Publication] = [
            publish_to_postgres(made[number][0], address, readers=["reader_loop"]) for number in ORDER
        ]
    finally:
        for reader in readers:
            reader.stop()
    assert [publication.is_unchanged for publication in published] == [False] * 20
    for reader in readers:
        assert reader.error is None
        assert set(reader.seen) <= known
        # Each has seen releases come without connecting anew.
        assert len(set(reader.seen)) > 1


def test_the_command_says_what_it_did(tmp_path: Path, url: str, ask: Callable[..., Rows]) -> None:
    release = make_release(tmp_path, "r1")
    ask("create role reader_one login")
    data = release.folder.parents[2]
    arguments = ("publish", "postgres", "--reader", "reader_one", "--data", data)
    first = call_potline(*arguments, "--url", url)
    assert (first.exit_code, first.complaint) == (0, "")
    assert first.output.startswith("Release r1 is in schema marts of database postgres at ")
    assert first.output.endswith(": 3 tables, 7 rows.\n")
    again = call_potline(*arguments, POTLINE_POSTGRES_URL=url)
    assert (again.exit_code, again.complaint) == (0, "")
    assert again.output.startswith("Nothing new: release r1 is in schema marts of database postgres at ")
    assert SECRET not in first.output + again.output


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda url: "", "Say which database"),
        (lambda url: url.replace("/postgres?", "/nowhere?"), 'database "nowhere" does not exist'),
        (lambda url: url.replace("potline:", "stranger:"), 'role "stranger" does not exist'),
        (lambda url: f"postgresql://potline:{SECRET}@localhost:1/postgres", "does not answer"),
        (lambda url: f"postgresql://potline:{SECRET}@@localhost:1/postgres", "must be like"),
        (lambda url: f"mysql://potline:{SECRET}@localhost/postgres", "must be like"),
        (lambda url: f"{url}&nonsense={SECRET}", "does not answer"),
    ],
    ids=["none", "database", "user", "port", "at", "kind", "option"],
)
def test_a_url_that_leads_nowhere_is_told_without_its_password(
    tmp_path: Path, url: str, change: Callable[[str], str], why: str
) -> None:
    data = make_release(tmp_path, "r1").folder.parents[2]
    with pytest.raises((SettingsError, PublishError), match=why) as caught:
        publish_current(read_settings({"POTLINE_DATA": str(data), "POTLINE_POSTGRES_URL": change(url)}))
    told = "".join(traceback.format_exception(caught.value))
    assert "\n" not in str(caught.value)
    # The sources that a trace quotes are this test's, too.
    assert SECRET not in told


def test_nothing_published_is_told(tmp_path: Path, url: str) -> None:
    called = call_potline("publish", "postgres", "--data", tmp_path, "--url", url)
    assert (called.exit_code, called.output) == (1, "")
    assert "Nothing is published" in called.complaint


def test_the_asset_is_there_where_a_server_is_configured(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("POTLINE_POSTGRES_URL", url)
    graph = build_definitions().resolve_asset_graph()
    (postgres,) = (key for key in graph.materializable_asset_keys if key.path == ["published", "postgres"])
    assert [key.path for key in graph.get(postgres).parent_keys] == [["published", "release"]]
    assert graph.get(postgres).description


def test_the_asset_publishes_and_is_tried_again_without_showing_the_password(
    tmp_path: Path, url: str, ask: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POTLINE_POSTGRES_URL", url)
    data = make_release(tmp_path, "r1").folder.parents[2]
    settings = read_settings({"POTLINE_DATA": str(data), "POTLINE_POSTGRES_URL": url})
    dead = replace(
        settings, postgres_url=f"postgresql://u:{SECRET}@localhost:1/d", retries=1, retry_seconds=1
    )
    with dg.DagsterInstance.ephemeral() as instance:
        published, failed = (
            dg.materialize(
                build_postgres_assets(),
                instance=instance,
                resources={
                    "build": start_build(chosen, run_id="", full_refresh=False),
                    "progress": SilentProgress(),
                },
                raise_on_error=False,
            )
            for chosen in (settings, dead)
        )
        told = "".join(
            repr(record.event_log_entry)
            for result in (published, failed)
            for record in instance.get_records_for_run(result.run_id).records
        )
    assert published.success and not failed.success
    assert ask("select release_id from marts.dim_release") == [("r1",)]
    (materialized,) = published.asset_materializations_for_node("published__postgres")
    assert materialized.metadata["release_id"].value == "r1"
    assert materialized.metadata["dagster/row_count"].value == 7
    assert len(failed.filter_events(lambda event: event.is_step_up_for_retry)) == 1
    assert "does not answer" in explain_failure(failed.all_events)
    assert "does not answer" in told and SECRET not in told


def test_a_build_publishes_where_a_server_is_configured(
    copied: Settings, url: str, ask: Callable[..., Rows]
) -> None:
    ask("create role reader_one login")
    build = ("build", SAMPLES, "--data", copied.data)
    place: dict[str, Any] = {
        "POTLINE_POSTGRES_READERS": "reader_one",
        "POTLINE_POSTGRES_SCHEMA": "marts_of_potline",
    }
    release = (copied.published / "current").resolve().name
    built = call_potline(*build, **place, POTLINE_POSTGRES_URL=url)
    assert built.exit_code == 0, built.complaint
    assert f"Publish to PostgreSQL: release {release}" in built.complaint
    assert ask("select release_id from marts_of_potline.dim_release") == [(release,)]

    dead = f"postgresql://potline:{SECRET}@localhost:1/postgres"
    failed = call_potline(
        *build, POTLINE_POSTGRES_URL=dead, POTLINE_RETRIES="1", POTLINE_RETRY_SECONDS="1", **place
    )
    assert failed.exit_code == 1
    assert "does not answer" in failed.complaint and "The release itself is published" in failed.complaint
    log = max((copied.data / "logs").glob("*.log")).read_text(encoding="utf-8")
    assert "STEP_UP_FOR_RETRY" in log
    for path in copied.data.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
    assert SECRET not in built.output + built.complaint + failed.output + failed.complaint
    shutil.rmtree(copied.data)
