"""The ledger of extraction: which articles the present extractor has not read yet, and what it found in them.

An article that it could not read is read as far as the ledger is concerned: the same extractor would fail again.

Articles go out and facts come in as Arrow tables; what is in them is no concern of this module.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.store import quote_name, registered, transaction

MAX_BATCH_BYTES = 16_000_000
"""Text in one batch of articles, in bytes of UTF-8; a single text that is larger is a batch of its own."""


# The earliest date that a place tells speaks for an article; a place that holds another text by now tells nothing.
STALE = """
select articles.rowid as row_number, strlen(articles.text) as text_bytes, given.given_published_on as published_on
from raw.articles as articles
left join (
    select article_id, min(given_published_on) as given_published_on
    from raw.article_sources
    where superseded_at is null
    group by article_id
) as given using (article_id)
left join (
    select article_id, extractor_version, given_published_on from extracted.article_headers
    union all
    select article_id, extractor_version, given_published_on from extracted.rejected_articles
) as tried using (article_id)
where tried.extractor_version is distinct from $version
    or tried.given_published_on is distinct from given.given_published_on
"""


TRIED_BEFORE = """
select 1 from extracted.article_headers semi join replaced_articles using (article_id)
union all
select 1 from extracted.rejected_articles semi join replaced_articles using (article_id)
limit 1
"""


class StaleArticles(NamedTuple):
    """How much there is to extract: articles, and their text in bytes of UTF-8."""

    article_count: int
    text_bytes: int


def stale_articles(
    con: duckdb.DuckDBPyConnection, version: str, *, max_batch_bytes: int = MAX_BATCH_BYTES
) -> Iterator[pa.Table]:
    """Give the articles that this version of the extractor has not read, or with another publication date.

    No result is left open between batches, so that `replace_extractions` can be called on the same connection
    for each of them. What is stale is decided once, at the first batch.

    Args:
        con: the working file.
        version: the extractor's version, as `extracted.article_headers` holds it.
        max_batch_bytes: text in one batch at most.

    Yields:
        Tables of article_id and text, both string and never null, and published_on, the earliest publication date
        that was delivered with the text (date32, null if none was), in the order in which they were loaded; none is
        empty.
    """
    # In the order of the file, so that each batch reads its own part of it and no other.
    stale = con.sql(
        f"select * from ({STALE}) order by row_number", params={"version": version}
    ).to_arrow_table()
    for first, count in _group_by_size(stale["text_bytes"].to_numpy(), max_batch_bytes):
        yield _fetch_texts(con, stale.slice(first, count))


def measure_stale_articles(con: duckdb.DuckDBPyConnection, version: str) -> StaleArticles:
    """Count the articles that `stale_articles` would give, and their bytes."""
    query = f"select count(*), coalesce(sum(text_bytes), 0) from ({STALE})"
    (row,) = con.execute(query, {"version": version}).fetchall()
    return StaleArticles(int(row[0]), int(row[1]))


def replace_extractions(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table], article_ids: Iterable[str]
) -> None:
    """Replace, in one transaction, all that was found in some articles by what is found in them now.

    Args:
        con: the working file.
        tables: Arrow tables by the names of the tables of schema `extracted`, without the schema. Columns are
            matched by name. A table that is not there leaves its articles without rows.
        article_ids: the articles that were read, those without a single fact too, and those that were rejected.

    Raises:
        ValueError: schema `extracted` has no such table, or a row is of an article not in `article_ids`.
        duckdb.Error: a row breaks a rule of `schema.sql`; nothing is written.
    """
    targets = _list_tables(con)
    if unknown := sorted(set(tables) - set(targets)):
        raise ValueError(f"Schema extracted has no table {', '.join(unknown)}.")
    ids = pa.table({"article_id": pa.array(sorted(set(article_ids)), pa.string())})
    found = {f"found_{name}": table for name, table in tables.items() if table.num_rows}
    with registered(con, replaced_articles=ids, **found), transaction(con):
        # Of articles that were never tried there is nothing to take away, and most are tried once.
        if con.execute(TRIED_BEFORE).fetchall():
            for name in targets:
                con.execute(
                    f"delete from extracted.{quote_name(name)} where article_id in (from replaced_articles)"
                )
        for name in tables:
            if f"found_{name}" in found:
                _insert(con, name)


def find_places(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> dict[str, str]:
    """Name some articles by a place that holds them, the first in order; what is at none is not there."""
    wanted = sorted(set(article_ids))
    return dict(
        con.execute(
            """
            select article_id, min(source_path)
            from raw.article_sources
            where article_id in (select unnest($wanted::varchar[])) and superseded_at is null
            group by article_id
            """,
            {"wanted": wanted},
        ).fetchall()
        if wanted
        else ()
    )


def _insert(con: duckdb.DuckDBPyConnection, name: str) -> None:
    source = quote_name(f"found_{name}")
    (strays,) = con.execute(
        f"select count(*) from {source} where article_id not in (from replaced_articles)"
    ).fetchall()[0]
    if strays:
        raise ValueError(f"{strays} rows of {name} are of articles that are not being replaced.")
    con.execute(f"insert into extracted.{quote_name(name)} by name from {source}")


def _list_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        """
        select table_name from duckdb_tables()
        where schema_name = 'extracted' and database_name = current_database()
        order by table_name
        """
    ).fetchall()
    return [name for (name,) in rows]


def _group_by_size(sizes: Iterable[int], max_bytes: int) -> Iterator[tuple[int, int]]:
    """Give each group's first position and length."""
    first, count, group_bytes = 0, 0, 0
    for size in sizes:
        if count and group_bytes + size > max_bytes:
            yield first, count
            first, count, group_bytes = first + count, 0, 0
        count += 1
        group_bytes += size
    if count:
        yield first, count


def _fetch_texts(con: duckdb.DuckDBPyConnection, wanted: pa.Table) -> pa.Table:
    rows = wanted["row_number"]
    with registered(con, wanted_articles=wanted):
        return con.sql(
            """
            select articles.article_id, articles.text, wanted_articles.published_on
            from raw.articles as articles
            inner join wanted_articles on articles.rowid = wanted_articles.row_number
            where articles.rowid between $first and $last
            order by articles.rowid
            """,
            params={"first": rows[0].as_py(), "last": rows[-1].as_py()},
        ).to_arrow_table()
