"""The ledger of extraction: which articles the present extractor has not read yet, and what it found in them.

Articles go out and facts come in as Arrow tables; what is in them is no concern of this module.
"""

from collections.abc import Iterable, Iterator, Mapping

import duckdb
import pyarrow as pa

from warehouse.store import quote_name, registered, transaction

MAX_BATCH_BYTES = 16_000_000
"""Text in one batch of articles, in bytes of UTF-8; a single text that is larger is a batch of its own."""


# The earliest date that a place tells speaks for an article; a place that holds another text by now tells nothing.
STALE = """
select articles.article_id, articles.text
from raw.articles as articles
left join (
    select article_id, min(given_published_on) as given_published_on
    from raw.article_sources
    where superseded_at is null
    group by article_id
) as given using (article_id)
left join extracted.article_headers as headers using (article_id)
where headers.extractor_version is distinct from $version
    or headers.given_published_on is distinct from given.given_published_on
"""


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
        that was delivered with the text (date32, null if none was), in the order of article_id; none is empty.
    """
    stale = con.execute(
        f"select article_id, strlen(text) as text_bytes from ({STALE}) order by article_id",
        {"version": version},
    ).fetchall()
    for article_ids in _group_by_size(stale, max_batch_bytes):
        yield _fetch_texts(con, article_ids)


def count_stale_articles(con: duckdb.DuckDBPyConnection, version: str) -> int:
    """Count the articles that `stale_articles` would give."""
    rows = con.execute(f"select count(*) from ({STALE})", {"version": version}).fetchall()
    return int(rows[0][0])


def replace_extractions(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table], article_ids: Iterable[str]
) -> None:
    """Replace, in one transaction, all that was found in some articles by what is found in them now.

    Args:
        con: the working file.
        tables: Arrow tables by the names of the tables of schema `extracted`, without the schema. Columns are
            matched by name. A table that is not there leaves its articles without rows.
        article_ids: the articles that were read, those without a single fact too.

    Raises:
        ValueError: schema `extracted` has no such table, or a row is of an article not in `article_ids`.
        duckdb.Error: a row breaks a rule of `schema.sql`; nothing is written.
    """
    targets = _list_tables(con)
    if unknown := sorted(set(tables) - set(targets)):
        raise ValueError(f"Schema extracted has no table {', '.join(unknown)}.")
    ids = pa.table({"article_id": pa.array(sorted(set(article_ids)), pa.string())})
    found = {f"found_{name}": table for name, table in tables.items()}
    with registered(con, replaced_articles=ids, **found), transaction(con):
        for name in targets:
            con.execute(
                f"delete from extracted.{quote_name(name)} where article_id in (from replaced_articles)"
            )
        for name in tables:
            _insert(con, name)


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


def _group_by_size(sized_ids: list[tuple[str, int]], max_bytes: int) -> Iterator[list[str]]:
    group: list[str] = []
    group_bytes = 0
    for article_id, text_bytes in sized_ids:
        if group and group_bytes + text_bytes > max_bytes:
            yield group
            group, group_bytes = [], 0
        group.append(article_id)
        group_bytes += text_bytes
    if group:
        yield group


def _fetch_texts(con: duckdb.DuckDBPyConnection, article_ids: list[str]) -> pa.Table:
    wanted = pa.table({"article_id": pa.array(article_ids, pa.string())})
    with registered(con, wanted_articles=wanted):
        return con.sql(
            """
            select article_id, text, published_on
            from raw.articles
            semi join wanted_articles using (article_id)
            left join (
                select article_id, min(given_published_on) as published_on
                from raw.article_sources
                semi join wanted_articles using (article_id)
                where superseded_at is null
                group by article_id
            ) using (article_id)
            order by article_id
            """
        ).to_arrow_table()
