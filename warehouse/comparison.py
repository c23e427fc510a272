"""Two files of one schema compared: which rows were added, changed and removed, by their keys, and for which reason.

All in SQL, each table by one join of keys and hashes. What is told of many rows is their number and the first keys.
"""

from dataclasses import dataclass, field
from typing import Any

import duckdb

from warehouse.store import quote_name
from warehouse.tables import Column, Table

KINDS = ("added", "changed", "removed")
RESOLUTION = "resolution"
"""The reason of a row whose own articles are as they were: what others say decides it."""
FIRST_RELEASE = "first_release"
ARTICLES = "dim_articles"
ARTICLE_REASONS = ("new_articles", "changed_articles", "removed_articles")

# Where the articles of a row are that names none itself: the column it has, and a table that has both.
_LINKS = {
    "statement_id": "fct_statements",
    "demand_id": "fct_demands",
    "commitment_id": "fct_commitments",
    "meeting_id": "bridge_meeting_articles",
    "person_id": "fct_participations",
}


@dataclass(frozen=True)
class Sides:
    """What is compared: two attached databases by their aliases, the tables of each by name; `before` may hold none."""

    schema: str
    before: str
    after: str
    tables_before: dict[str, Table]
    tables_after: dict[str, Table]


@dataclass(frozen=True)
class TableChange:
    """How one table differs.

    Attributes:
        state: `kept`, `new` or `gone`.
        key: the columns of the key; none for a table without one, whose rows can only be added and removed.
        counts: rows by kind.
        examples: by kind the first keys in their order, each as its values; none of a table that is new or gone.
        reasons: by kind the rows by reason.
        columns: those `added`, `removed` and `retyped`; only what is on both sides is compared, a type that has
            changed as text.
    """

    state: str
    key: tuple[str, ...]
    counts: dict[str, int]
    examples: dict[str, list[list[str]]] = field(default_factory=dict)
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)


def compare_articles(con: duckdb.DuckDBPyConnection, sides: Sides) -> dict[str, int]:
    """Note in a temporary table which articles are new, changed or gone; give their number by reason."""
    con.execute("create or replace temp table touched_articles (article_id varchar, reason_rank utinyint)")
    table = sides.tables_after.get(ARTICLES)
    if table is None or ARTICLES not in sides.tables_before or table.primary_key != ("article_id",):
        return dict.fromkeys(ARTICLE_REASONS, 0)
    _compare_keyed(con, sides, table, sides.tables_before[ARTICLES])
    con.execute(
        "insert into touched_articles select article_id, list_position(['added', 'changed', 'removed'], _kind) - 1 from rows_that_differ"
    )
    counts = _count_kinds(con)
    return {reason: counts[kind] for reason, kind in zip(ARTICLE_REASONS, KINDS, strict=True)}


def compare_table(
    con: duckdb.DuckDBPyConnection, sides: Sides, name: str, other_reason: str, limit: int
) -> TableChange:
    """Compare one table.

    Args:
        con: a connection that both files are attached to, on which `compare_articles` was called.
        sides: the two files.
        name: a table that one of them has.
        other_reason: why a row differs whose own articles are as they were.
        limit: how many keys are listed of a kind.
    """
    before, after = sides.tables_before.get(name), sides.tables_after.get(name)
    if before is None or after is None:
        table = after or before
        assert table is not None
        kind = "added" if before is None else "removed"
        database = sides.after if before is None else sides.before
        count = _fetch_count(con, f"select count(*) from {_place(sides, database, name)}")
        reason = other_reason if sides.tables_before else FIRST_RELEASE
        return TableChange(
            "new" if before is None else "gone",
            table.primary_key,
            {**dict.fromkeys(KINDS, 0), kind: count},
            reasons={kind: {reason: count}} if count else {},
        )
    columns = _compare_columns(before, after)
    if not after.primary_key or after.primary_key != before.primary_key:
        counts = _compare_rows(con, sides, after, before)
        return TableChange("kept", (), counts, columns=columns)
    _compare_keyed(con, sides, after, before)
    return TableChange(
        "kept",
        after.primary_key,
        _count_kinds(con),
        _list_examples(con, after, limit),
        _count_reasons(con, sides, after, before, other_reason),
        columns,
    )


def _compare_columns(before: Table, after: Table) -> dict[str, list[str]]:
    types_before = {column.name: column.type for column in before.columns}
    types_after = {column.name: column.type for column in after.columns}
    told = {
        "added": [name for name in types_after if name not in types_before],
        "removed": [name for name in types_before if name not in types_after],
        "retyped": [name for name, type_ in types_after.items() if types_before.get(name, type_) != type_],
    }
    return {what: names for what, names in told.items() if names}


def _hash_columns(columns: tuple[Column, ...], others: tuple[Column, ...]) -> str:
    """SQL of the hash of what both sides have."""
    types = {column.name: column.type for column in others}
    values = [
        quote_name(column.name)
        if types[column.name] == column.type
        else f"{quote_name(column.name)}::varchar"
        for column in sorted(columns, key=lambda column: column.name)
        if column.name in types
    ]
    return f"hash(row({', '.join(values)}))" if values else "0"


def _compare_keyed(con: duckdb.DuckDBPyConnection, sides: Sides, after: Table, before: Table) -> None:
    """Make the temporary table of the rows that differ: key, kind and what leads to their article."""
    key = ", ".join(map(quote_name, after.primary_key))
    link = _find_link(sides, after, before)
    told = [*map(quote_name, after.primary_key), f"{quote_name(link) if link else 'null'} as _link"]
    picked = f"select {', '.join(told)}, {{}} as _hash from {{}}"
    rows_after = picked.format(
        _hash_columns(after.columns, before.columns), _place(sides, sides.after, after.name)
    )
    rows_before = picked.format(
        _hash_columns(before.columns, after.columns), _place(sides, sides.before, after.name)
    )
    con.execute(
        f"""
        create or replace temp table rows_that_differ as
        select
            {key},
            case
                when b._hash is null then 'added'
                when a._hash is null then 'removed'
                else 'changed'
            end as _kind,
            coalesce(a._link, b._link)::varchar as _link
        from ({rows_after}) as a
        full join ({rows_before}) as b using ({key})
        where a._hash is distinct from b._hash
        """
    )


def _compare_rows(
    con: duckdb.DuckDBPyConnection, sides: Sides, after: Table, before: Table
) -> dict[str, int]:
    """Count the rows of a table without a key of which one side has more."""
    counted = "select {} as row_hash, count(*) as row_count from {} group by all"
    rows_after = counted.format(
        _hash_columns(after.columns, before.columns), _place(sides, sides.after, after.name)
    )
    rows_before = counted.format(
        _hash_columns(before.columns, after.columns), _place(sides, sides.before, after.name)
    )
    ((added, removed),) = con.execute(
        f"""
        with compared as (
            select coalesce(a.row_count, 0) - coalesce(b.row_count, 0) as more
            from ({rows_after}) as a
            full join ({rows_before}) as b using (row_hash)
        )

        select
            coalesce(sum(more) filter (where more > 0), 0)::bigint,
            coalesce(-sum(more) filter (where more < 0), 0)::bigint
        from compared
        """
    ).fetchall()
    return {"added": added, "changed": 0, "removed": removed}


def _count_kinds(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    counts = dict(con.execute("select _kind, count(*) from rows_that_differ group by all").fetchall())
    return {kind: counts.get(kind, 0) for kind in KINDS}


def _list_examples(con: duckdb.DuckDBPyConnection, table: Table, limit: int) -> dict[str, list[list[str]]]:
    key = ", ".join(map(quote_name, table.primary_key))
    texts = ", ".join(f"{quote_name(name)}::varchar" for name in table.primary_key)
    examples: dict[str, list[list[str]]] = {}
    for kind, *values in con.execute(
        f"""
        select _kind, {texts}
        from rows_that_differ
        qualify row_number() over (partition by _kind order by {key}) <= ?
        order by _kind, {key}
        """,
        [limit],
    ).fetchall():
        examples.setdefault(kind, []).append(values)
    return examples


def _find_link(sides: Sides, after: Table, before: Table) -> str | None:
    """The column by which the articles of a table's rows are found."""
    shared = {column.name for column in after.columns} & {column.name for column in before.columns}
    if "article_id" in shared:
        return "article_id"
    for column, table in _LINKS.items():
        if column in shared and table in sides.tables_after and table in sides.tables_before:
            return column
    return None


def _count_reasons(
    con: duckdb.DuckDBPyConnection, sides: Sides, after: Table, before: Table, other_reason: str
) -> dict[str, dict[str, int]]:
    link = _find_link(sides, after, before)
    if link is None or link == "article_id":
        touched = "select article_id as link, reason_rank from touched_articles"
    else:
        linked = " union all ".join(
            f"select {quote_name(link)} as link, article_id from {_place(sides, database, _LINKS[link])}"
            for database in (sides.before, sides.after)
        )
        touched = f"""
            select linked.link, min(touched_articles.reason_rank) as reason_rank
            from ({linked}) as linked
            inner join touched_articles on linked.article_id = touched_articles.article_id
            group by linked.link
        """
    reasons: dict[str, dict[str, int]] = {}
    for kind, rank, count in con.execute(
        f"""
        select differing._kind, touched.reason_rank, count(*)
        from rows_that_differ as differing
        left join ({touched}) as touched on differing._link = touched.link
        group by all
        order by all
        """
    ).fetchall():
        reasons.setdefault(kind, {})[other_reason if rank is None else ARTICLE_REASONS[rank]] = count
    return reasons


def _place(sides: Sides, database: str, name: str) -> str:
    return f"{quote_name(database)}.{quote_name(sides.schema)}.{quote_name(name)}"


def _fetch_count(con: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | None = None) -> int:
    return int(con.execute(query, parameters or []).fetchall()[0][0])
