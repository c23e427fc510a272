"""A published release of a few rows that are hard to export."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings

Publish = Callable[..., Settings]

TABLES = """
create schema marts;
create table marts.dim_release as
select 'r1' as release_id, timestamp '2024-03-01 08:00:00' as built_at;
create table marts.dim_articles (
    article_id varchar primary key, text varchar not null, char_count integer not null
);
create table marts.fct_demands (
    demand_id varchar primary key,
    article_id varchar not null,
    demand_text varchar,
    start_char integer,
    end_char integer,
    is_joint boolean,
    held_on date,
    seen_at timestamp,
    share double,
    number bigint
);
comment on table marts.fct_demands is 'What was asked for.';
"""


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Publish the tables with rows that a test adds."""

    def run(*statements: str) -> Settings:
        settings = Settings(data=tmp_path / "data", landing=tmp_path)
        settings.published_path.parent.mkdir(parents=True)
        with duckdb.connect(str(settings.published_path)) as connection:
            connection.execute(TABLES)
            for statement in statements:
                connection.execute(statement)
        return settings

    return run
