"""Rows as Parquet."""

from pathlib import Path

import duckdb

from orchestration.exports.selection import Selection

BATCH_ROWS = 10_000


def write_parquet(connection: duckdb.DuckDBPyConnection, selection: Selection, path: Path) -> int:
    """Write the rows as they are, compressed with zstd.

    Returns:
        How many rows were written.
    """
    import pyarrow.parquet as pq

    count = 0
    # Of a relation, not of `execute`, which would hold the whole result; DuckDB itself may write no file here.
    with connection.cursor() as cursor:
        reader = cursor.sql(selection.sql).to_arrow_reader(BATCH_ROWS)
        with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(batch)
                count += batch.num_rows
    return count
