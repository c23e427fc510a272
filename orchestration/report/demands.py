"""What was asked for and what was answered, as cells that the page's script adds up for the filters."""

from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.report.rows import Row, fetch_count, fetch_rows

MOST_CELLS = 60_000
"""With more, firms that ask little are put together, since each cell makes the page larger."""
_FIRMS_KEPT = (1_000, 40, 20, 10, 5)
MOST_QUARTERS = 20
OTHER_FIRMS = "Other firms"

_QUARTERS = """
select coalesce(max(year * 4 + quarter) - min(year * 4 + quarter) + 1, 0) from marts.report_demands
"""

_CELLS = f"""
with firms as (
    select firm_group_name, row_number() over (order by sum(demand_count) desc, firm_group_name) as place
    from marts.report_demands
    where firm_group_name is not null
    group by firm_group_name
)

select
    demands.category,
    demands.province_name as province,
    case when firms.place > $1 then '{OTHER_FIRMS}' else demands.firm_group_name end as firm,
    demands.year,
    case when $2 then demands.quarter end as quarter,
    sum(demands.demand_count)::bigint as asked,
    sum(demands.answered_count)::bigint as answered
from marts.report_demands as demands
left join firms on demands.firm_group_name = firms.firm_group_name
group by all
order by all
"""

_CATEGORIES = """
select category, label_en as label, label_zh, definition
from marts.dim_demand_categories
order by category = 'other', label_en
"""


@dataclass(frozen=True)
class Demands:
    """The cells, and what the page says of them.

    Attributes:
        categories: all categories, with label and definition.
        firms_kept: how many groups of firms have cells of their own; None if all have.
        is_quarterly: whether periods are quarters, or years.
        island: what the script gets.
    """

    categories: list[Row]
    firms_kept: int | None
    is_quarterly: bool
    island: dict[str, Any]


def read_demands(con: duckdb.DuckDBPyConnection) -> Demands:
    """Read the demands by category, province, firm group and period."""
    is_quarterly = 0 < fetch_count(con, _QUARTERS) <= MOST_QUARTERS
    groups = fetch_count(con, "select count(distinct firm_group_name) from marts.report_demands")
    for kept in _FIRMS_KEPT:
        cells = fetch_rows(con, _CELLS, (kept, is_quarterly))
        if len(cells) <= MOST_CELLS:
            break
    categories = fetch_rows(con, _CATEGORIES)
    provinces = sorted({cell["province"] for cell in cells if cell["province"]})
    firms = sorted({cell["firm"] for cell in cells if cell["firm"]})
    places = {
        "category": {row["category"]: place for place, row in enumerate(categories)},
        "province": {name: place for place, name in enumerate(provinces)},
        "firm": {name: place for place, name in enumerate(firms)},
    }
    island = {
        "categories": [row["label"] for row in categories],
        "provinces": provinces,
        "firms": firms,
        "isQuarterly": is_quarterly,
        "cells": _pack(cells, places),
    }
    return Demands(categories, kept if groups > kept else None, is_quarterly, island)


def _pack(cells: list[Row], places: dict[str, dict[str, int]]) -> list[list[int]]:
    """Return a row a category, province and firm: their places in the lists, then the periods.

    A period is year, quarter, asked and answered. What is not told is -1.
    """
    rows: dict[tuple[int, ...], list[int]] = {}
    for cell in cells:
        key = tuple(names.get(cell[name], -1) for name, names in places.items())
        period = [cell["year"] or -1, cell["quarter"] or -1, cell["asked"], cell["answered"]]
        rows.setdefault(key, list(key)).extend(period)
    return list(rows.values())
