"""The published tables as files of other formats."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from warehouse.store import quote_name, quote_text


def export_parquet(
    con: duckdb.DuckDBPyConnection, database: str, schema: str, tables: Iterable[str], folder: Path
) -> list[Path]:
    """Write tables as Parquet compressed with zstd, one file a table, rows in the order of the table.

    Args:
        con: any connection that the database is attached to.
        database: its alias.
        schema: the schema of the tables.
        tables: their names; each is also the name of its file.
        folder: where to write; created if it is missing.

    Returns:
        The files, in the order of the tables.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for table in tables:
        file = folder / f"{table}.parquet"
        source = f"{quote_name(database)}.{quote_name(schema)}.{quote_name(table)}"
        con.execute(f"copy (from {source}) to {quote_text(str(file))} (format parquet, compression zstd)")
        files.append(file)
    return files
