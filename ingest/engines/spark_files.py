"""The Parquet files between potline and Spark: articles go out, packed tables come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.engines.map import ExtractedBatch, unpack_failures, unpack_table
from ingest.engines.spark_worker import FAILURES, FOUND, POSITION
from ingest.extraction import SCHEMAS

ARTICLES = pa.schema(
    [
        pa.field(POSITION, pa.int64()),
        pa.field("article_id", pa.string()),
        pa.field("text", pa.string()),
        pa.field("published_on", pa.date32()),
    ]
)


def write_articles(batches: Iterable[pa.Table], folder: Path, position: int) -> int:
    """Write batches of articles, each as a file of its own, which becomes one task.

    Args:
        batches: articles as `extract_batch` takes them.
        folder: where to; it is made, and is not when there is no batch.
        position: the number of the first article.

    Returns:
        How many articles were written.
    """
    count = 0
    for batch in batches:
        folder.mkdir(parents=True, exist_ok=True)
        first = position + count
        numbered = batch.add_column(0, POSITION, pa.array(range(first, first + batch.num_rows), pa.int64()))
        pq.write_table(
            numbered.select(ARTICLES.names).cast(ARTICLES),
            folder / f"articles-{first:012}.parquet",
            compression="zstd",
        )
        count += batch.num_rows
    return count


def read_found(folder: Path) -> Iterator[ExtractedBatch]:
    """Read what Spark wrote of one folder of articles, in the order of the articles.

    Tasks end in any order and their files are named by it, so that the files are ordered by what is in them.

    Args:
        folder: Parquet files with the columns `FOUND`, each of one task.

    Yields:
        One batch a task.
    """
    tasks = []
    for path in folder.glob("part-*.parquet"):
        if positions := pq.read_table(path, columns=[POSITION])[POSITION].to_pylist():
            tasks.append((min(positions), path))
    for _, path in sorted(tasks):
        yield _unpack_task(pq.read_table(path, schema=FOUND).sort_by(POSITION))


def _unpack_task(found: pa.Table) -> ExtractedBatch:
    tables = {
        name: pa.concat_tables(unpack_table(packed) for packed in found[name].to_pylist()) for name in SCHEMAS
    }
    failures = tuple(failure for packed in found[FAILURES].to_pylist() for failure in unpack_failures(packed))
    read = tables["article_headers"]["article_id"].to_pylist()
    return ExtractedBatch([*read, *(failure.article_id for failure in failures)], tables, failures)
