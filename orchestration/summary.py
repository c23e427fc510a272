"""What is in a release, for a person to read: a few queries on the published file and how they look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from orchestration.terminal import cell
from warehouse.store import quote_name

LONGEST_LIST = 10

DEMANDS_BY_CATEGORY = """
select c.label_en, count(*), count(distinct d.statement_id)
from marts.fct_demands as d
inner join marts.dim_demand_categories as c on d.category = c.category
group by all
order by 2 desc, 1
"""

DEMANDS_BY_PARTIES = """
select
    coalesce(rf.name, rg.name, d.requester_name),
    coalesce(af.name, ag.name, d.addressee_name),
    count(*),
    string_agg(distinct d.category, ', ' order by d.category)
from marts.fct_demands as d
left join marts.dim_firms as rf on d.requester_firm_id = rf.firm_id
left join marts.dim_government_bodies as rg on d.requester_government_body_id = rg.government_body_id
left join marts.dim_firms as af on d.addressee_firm_id = af.firm_id
left join marts.dim_government_bodies as ag on d.addressee_government_body_id = ag.government_body_id
group by 1, 2
order by 3 desc, 1, 2 nulls last
"""

LATEST_MEETINGS = """
select
    coalesce(m.held_on::varchar, m.held_on_text),
    m.meeting_kind,
    p.name,
    (
        select string_agg(distinct coalesce(a.person_name, a.affiliation), ', ')
        from marts.fct_participations as a
        where a.meeting_id = m.meeting_id and a.role = 'principal'
    ),
    m.topic
from marts.fct_meetings as m
left join marts.dim_places as p on m.place_id = p.place_id
order by m.held_on desc nulls last, m.meeting_id
"""


@dataclass(frozen=True)
class Listing:
    """A short table: a title, column names, rows, and how many more rows there are."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]
    left_out: int = 0


def count_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Return the tables of the release and their row counts, facts first."""
    names = [
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' "
            "order by table_name not like 'fct%', table_name not like 'bridge%', table_name"
        ).fetchall()
    ]
    return [
        (name, connection.execute(f"select count(*) from marts.{quote_name(name)}").fetchall()[0][0])
        for name in names
    ]


def read_listings(connection: duckdb.DuckDBPyConnection) -> list[Listing]:
    """Return the lists of the full summary."""
    return [
        Listing("Tables", ("table", "rows"), count_rows(connection)),
        _read_listing(
            connection, "Demands by category", ("category", "demands", "statements"), DEMANDS_BY_CATEGORY, 30
        ),
        _read_listing(
            connection,
            "Who asks whom",
            ("requester", "addressee", "demands", "for"),
            DEMANDS_BY_PARTIES,
            LONGEST_LIST,
        ),
        _read_listing(
            connection,
            "Latest meetings",
            ("held", "kind", "place", "between", "topic"),
            LATEST_MEETINGS,
            LONGEST_LIST,
        ),
    ]


def render_listing(listing: Listing) -> RenderableType:
    """Return a listing as rich shows it."""
    table = Table(
        title=listing.title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False
    )
    for position, name in enumerate(listing.columns):
        is_number = any(isinstance(row[position], int) for row in listing.rows)
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in listing.rows:
        table.add_row(*(cell(f"{value:,}" if isinstance(value, int) else value) for value in row))
    if not listing.rows:
        return Group(Text(listing.title, style="bold"), Text("  none\n"))
    if listing.left_out:
        return Group(table, Text(f"  and {listing.left_out:,} more\n", style="dim"))
    return table


def _read_listing(
    connection: duckdb.DuckDBPyConnection, title: str, columns: Sequence[str], sql: str, longest: int
) -> Listing:
    rows = connection.execute(sql).fetchall()
    return Listing(title, columns, rows[:longest], max(0, len(rows) - longest))
