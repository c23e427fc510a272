"""Working files to record in and to publish from."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.store import open_store

MARTS = """
create schema if not exists marts;
create or replace table marts.dim_firms (firm_id varchar not null, name varchar, primary key (firm_id));
comment on table marts.dim_firms is 'One row is one firm''s.';
comment on column marts.dim_firms.name is 'What it is called.';
insert into marts.dim_firms values ('b', 'Beta'), ('a', 'Alpha'), ('c', null);
create or replace table marts.fct_counts (day date, amount integer);
insert into marts.fct_counts values ('2024-01-02', 1), ('2024-01-02', 1), (null, 3);
create schema if not exists staging;
create or replace table staging.stg_secrets as select 1 as secret;
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give the path of a working file that is not there yet."""
    return tmp_path / "data" / "warehouse" / "potline.duckdb"


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty working file once: its two hundred comments take a tenth of a second."""
    path = tmp_path_factory.mktemp("empty") / "potline.duckdb"
    with open_store(path):
        return path


@pytest.fixture
def con(store: Path, empty_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a fresh working file."""
    store.parent.mkdir(parents=True)
    shutil.copyfile(empty_store, store)
    with duckdb.connect(str(store)) as connection:
        yield connection


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Give the path of a folder of publications that is not there yet."""
    return tmp_path / "data" / "published"


BuildMarts = Callable[..., None]


@pytest.fixture
def build_marts(store: Path) -> BuildMarts:
    """Build marts as dbt would, under a name, and with statements of the test's own."""

    def build(release_id: str, *statements: str, day: int = 1) -> None:
        store.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(store)) as connection:
            connection.execute(MARTS)
            connection.execute(
                f"""
                create or replace table marts.dim_release as
                select
                    '{release_id}' as release_id,
                    timestamp '2024-03-{day:02} 08:00:00' as built_at,
                    5 as article_count,
                    'e1' as extractor_version,
                    'c1' as code_version
                """
            )
            for statement in statements:
                connection.execute(statement)

    return build
