"""Tables that a build has added to are those that a full refresh makes, whatever happened to the folder in between."""

from pathlib import Path

import duckdb

from tests.integration.increments import LEDGERS, Line, compare_tables

STEPS = [["upgrade", "move"], ["change"], ["remove", "add"]]
"""Which articles each of them touches is drawn. After an upgrade every article is made anew, so that it is not the last."""


def test_added_to_or_made_anew_the_tables_are_the_same(tmp_path: Path) -> None:
    line = Line(tmp_path, seed=20)
    for step in STEPS:
        line.take_step(step)
        line.build()
    with duckdb.connect(line.settings.warehouse_path, read_only=True) as connection:
        (builds, articles, left) = connection.execute(
            "select max(build_number), count(*), count(*) - count(resolution_hash) from intermediate.int_article_resolutions"
        ).fetchall()[0]
        assert builds == len(STEPS) + 1
        assert left, "no article has left"
        (unchanged,) = connection.execute(
            "select count(*) from intermediate.int_article_resolutions where build_number < $1", [builds]
        ).fetchall()[0]
        assert articles > unchanged > 0, "every article was made anew"
    assert not line.list_differences()


def test_a_difference_is_found(tmp_path: Path) -> None:
    paths = tmp_path / "one.duckdb", tmp_path / "other.duckdb"
    for number, path in enumerate(paths):
        with duckdb.connect(path) as connection:
            connection.execute("create schema marts")
            connection.execute("create table marts.same as select 1 as a")
            connection.execute("create table marts.fct as select $1 as a", [number])
            for ledger in LEDGERS:
                connection.execute(f"create table marts.{ledger} as select $1 as a", [number])
    (difference,) = compare_tables(*paths)
    assert difference.startswith("marts.fct: 1 rows")
