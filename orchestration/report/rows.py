"""Rows of a query as dictionaries by column, which templates can read by name."""

from collections.abc import Sequence
from typing import Any

import duckdb

Row = dict[str, Any]


def fetch_rows(con: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
    """Run a query and return its rows."""
    cursor = con.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fetch_count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Run a query that gives one number and return it."""
    return int(con.execute(sql).fetchall()[0][0])
