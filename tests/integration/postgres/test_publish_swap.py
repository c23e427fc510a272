"""One release in PostgreSQL in the place of another: what stays, what waits, and what is swept."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.commands import POTLINE, clean_environment
from tests.integration.postgres.shared import Rows, schemas_of
from tests.integration.small_releases import make_release
from warehouse.errors import PublishError, ServerLockedError, ServerUnavailableError
from warehouse.postgres.address import Address, read_address
from warehouse.postgres.publish import publish_to_postgres
from warehouse.postgres.server import open_server

PATIENCE = 0.5


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
