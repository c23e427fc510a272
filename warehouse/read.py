"""Reading the current release from Python: one query, one table."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import duckdb

from warehouse.errors import NotPublishedError, QueryError, explain_errors_of_opening, first_line
from warehouse.releases import CURRENT_LINK, DATABASE_FILE

# Who asks for one of them need not wait for the other, and who imports this package for neither of them.
if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

DATA_VARIABLE = "POTLINE_DATA"
DEFAULT_DATA = "data"

Parameters = Sequence[Any] | Mapping[str, Any]


@overload
def read(
    sql: str,
    parameters: Parameters | None = None,
    *,
    data: Path | str | None = None,
    as_: Literal["pandas"] = "pandas",
) -> pd.DataFrame: ...


@overload
def read(
    sql: str,
    parameters: Parameters | None = None,
    *,
    data: Path | str | None = None,
    as_: Literal["arrow"],
) -> pa.Table: ...


def read(
    sql: str,
    parameters: Parameters | None = None,
    *,
    data: Path | str | None = None,
    as_: Literal["pandas", "arrow"] = "pandas",
) -> pd.DataFrame | pa.Table:
    """Run a query on the current release.

    The query sees the published tables (`marts.dim_firms` and so on) and nothing else: no other file, no
    network. Each call opens the release that is current at that moment: two calls may see two releases.

    Args:
        sql: the query.
        parameters: values for its `?` (a sequence) or its `$name` (a mapping).
        data: the data folder; the environment variable POTLINE_DATA, or else `data`, if none is given.
        as_: "pandas" for a DataFrame, "arrow" for a pyarrow Table.

    Returns:
        The rows of the result.

    Raises:
        NotPublishedError: nothing has been published in that folder.
        QueryError: the query is wrong, or does something else than read.
        WarehouseError: the published file cannot be opened.
    """
    if as_ not in ("pandas", "arrow"):
        raise ValueError(f'A result comes as_ "pandas" or "arrow", not {as_!r}.')
    with closing(open_release(data)) as con:
        try:
            relation = con.sql(sql, params=parameters)
            if relation is None:
                raise QueryError("The query gives no rows: only a single query that reads can be run.")
            return relation.df() if as_ == "pandas" else relation.to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(f"The query failed: {first_line(error)}") from error


def open_release(data: Path | str | None = None) -> duckdb.DuckDBPyConnection:
    """Open the file of the current release for reading; the caller closes it.

    The connection cannot write, cannot reach other files or the network, and its settings cannot be changed.

    Args:
        data: the data folder; the environment variable POTLINE_DATA, or else `data`, if none is given.

    Raises:
        NotPublishedError: nothing has been published in that folder.
        WarehouseError: the published file cannot be opened.
    """
    folder = Path(data if data is not None else os.environ.get(DATA_VARIABLE) or DEFAULT_DATA)
    link = folder / "published" / CURRENT_LINK / DATABASE_FILE
    # Resolved, because DuckDB keeps a file that is open by its path: the link may point elsewhere by now.
    path = link.resolve()
    if not path.is_file():
        raise NotPublishedError(f"Nothing has been published in {folder} yet; build it first.")
    with explain_errors_of_opening(path):
        return duckdb.connect(
            str(path),
            read_only=True,
            config={"enable_external_access": "false", "lock_configuration": "true"},
        )
