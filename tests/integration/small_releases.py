"""Releases of a few small tables, made in no time, for tests of what becomes of a release."""

from pathlib import Path

import duckdb

from warehouse.publish import publish
from warehouse.releases import Release


def make_release(folder: Path, release_id: str, *statements: str) -> Release:
    """Publish a release of three tables, and of what statements add to schema marts, in a folder of its own."""
    store = make_store(folder / release_id, release_id, *statements)
    return publish(store, folder / release_id / "published")


def make_store(folder: Path, release_id: str, *statements: str) -> Path:
    """Make the working file of such a release in a new folder, and return it."""
    store = folder / "potline.duckdb"
    store.parent.mkdir(parents=True)
    with duckdb.connect(str(store)) as con:
        con.execute(
            f"""
            create schema marts;
            create table marts.dim_release (release_id varchar not null primary key, built_at timestamp, article_count bigint);
            insert into marts.dim_release values ('{release_id}', timestamp '2024-03-01 08:00:00', 5);
            create table marts.dim_firms (firm_id varchar not null primary key, name varchar);
            insert into marts.dim_firms values ('a', 'Alpha'), ('b', 'Beta'), ('c', null);
            comment on table marts.dim_firms is 'One row is one firm''s.';
            comment on column marts.dim_firms.name is 'What it is called: \\ or 名.';
            create table marts.fct_counts (day date, amount integer, firm_id varchar);
            insert into marts.fct_counts values ('2024-01-02', 1, 'a'), ('2024-01-02', 1, 'a'), (null, 3, null);
            """
        )
        for statement in statements:
            con.execute(statement)
    return store
