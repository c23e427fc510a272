from pathlib import Path

import duckdb
import pytest

from warehouse.finished_builds import begin_build, finish_build


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "potline.duckdb"


def make_versions(store: Path, build_number: int) -> None:
    with duckdb.connect(store) as connection:
        connection.execute("create schema if not exists intermediate")
        connection.execute(
            "create or replace table intermediate.int_article_versions as select $1 as build_number",
            [build_number],
        )


def test_tables_that_were_never_made_cannot_be_added_to(store: Path) -> None:
    assert not begin_build(store, "code")


def test_tables_of_a_finished_build_can_be_added_to_once(store: Path) -> None:
    begin_build(store, "code")
    make_versions(store, 1)
    finish_build(store, "code")
    assert begin_build(store, "code")
    # That build has not ended: it was killed, or failed.
    assert not begin_build(store, "code")


def test_tables_of_other_code_cannot_be_added_to(store: Path) -> None:
    finish_build(store, "code")
    assert not begin_build(store, "other code")


def test_tables_that_somebody_has_made_since_cannot_be_added_to(store: Path) -> None:
    make_versions(store, 1)
    finish_build(store, "code")
    make_versions(store, 2)
    assert not begin_build(store, "code")
