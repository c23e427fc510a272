"""Who may read a release in PostgreSQL, and what its publisher must be allowed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.postgres.server import DATABASE, USER
from tests.integration.postgres.shared import Rows, schemas_of
from tests.integration.small_releases import make_release
from warehouse.errors import PublishError
from warehouse.postgres.address import Address, read_address
from warehouse.postgres.publish import publish_to_postgres
from warehouse.postgres.swap import install_schema


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


def test_rights_on_columns_are_taken_back_like_those_on_tables(
    tmp_path: Path, address: Address, ask: Callable[..., Rows], connect: Callable[..., Any]
) -> None:
    import psycopg2.errors

    ask("create role reader_one login")
    ask("create role reader_two login")
    release = make_release(tmp_path, "r1")
    publish_to_postgres(release, address, readers=["reader_one"])
    ask("grant update (name) on marts.dim_firms to reader_one")
    ask("grant usage on schema marts to reader_two")
    ask("grant select (name) on marts.dim_firms to reader_two")
    reader, other = connect("reader_one"), connect("reader_two")
    assert ask("select count(name) from marts.dim_firms", on=other) == [(2,)]
    publish_to_postgres(release, address, readers=["reader_one"])
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask("update marts.dim_firms set name = ''", on=reader)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask("select name from marts.dim_firms", on=other)
    assert ask("select count(*) from marts.dim_firms", on=reader) == [(3,)]


def test_nobody_reads_or_writes_a_release_on_its_way_in(
    tmp_path: Path, address: Address, ask: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("create role reader_one login")
    ask("alter default privileges grant all on tables to public")
    ask("alter default privileges grant all on schemas to public")
    seen: Rows = []

    def look_and_install(*arguments: Any) -> None:
        seen.extend(
            ask(
                "select has_schema_privilege('reader_one', oid, 'usage'),"
                " has_table_privilege('reader_one', 'marts_building_r1.dim_firms', 'select, insert, update')"
                " from pg_namespace where nspname = 'marts_building_r1'"
            )
        )
        install_schema(*arguments)

    monkeypatch.setattr("warehouse.postgres.publish.install_schema", look_and_install)
    try:
        publish_to_postgres(make_release(tmp_path, "r1"), address, readers=["reader_one"])
    finally:
        ask("alter default privileges revoke all on tables from public")
        ask("alter default privileges revoke all on schemas from public")
    assert seen == [(False, False)]
