"""Readers in a loop see no error and no mixed release while releases are published under them."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.integration.postgres.shared import Rows
from tests.integration.small_releases import make_release
from warehouse.postgres.address import Address
from warehouse.postgres.publish import Publication, publish_to_postgres
from warehouse.releases import Release

# Releases by number, the one of another layout twice.
ORDER = (0, 1, 2, 0, 1, 3, 0, 1, 2, 0, 1, 2, 0, 1, 3, 0, 1, 2, 0, 1)
# Between two transactions of a reader: the renaming of a schema needs a moment in which nobody is in one.
PAUSE = 0.003


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
