"""What the tables of dbt are made of, as one short text: equal as long as dbt would find the same."""

from pathlib import Path

import duckdb

from warehouse.store import open_attached

_FILE = "working_file"
# Facts stand for their articles: they change when the ledger of extraction does, and not otherwise.
_TABLES = (
    "raw.article_sources",
    "raw.rejected_inputs",
    "raw.ingest_runs",
    "raw.corrections",
    "extracted.article_headers",
    "extracted.rejected_articles",
)


def fingerprint_inputs(store_path: Path | str) -> str:
    """Fingerprint what dbt reads from the working file, in whatever order it lies there.

    Equal fingerprints mean equal inputs within one version of DuckDB; another version may give others.

    Args:
        store_path: the working file; nobody may have it open for writing.

    Returns:
        Rows and hash of each table.

    Raises:
        WarehouseLockedError: somebody has the working file open.
    """
    with open_attached(store_path, _FILE) as con:
        return " ".join(_fingerprint_table(con, table) for table in _TABLES)


def _fingerprint_table(con: duckdb.DuckDBPyConnection, table: str) -> str:
    query = f"select count(*), coalesce(bit_xor(hash(rows)), 0) from {_FILE}.{table} as rows"
    (row,) = con.execute(query).fetchall()
    return f"{table}:{row[0]}:{row[1]:x}"
