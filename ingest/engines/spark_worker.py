"""What one task of Spark does on an executor: the batches of articles in, their facts out, packed.

It is imported there from the code that was sent along, so that it must import nothing but what extraction needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pyarrow as pa

from ingest.engines.limit import ARTICLE_SECONDS, raise_after
from ingest.engines.map import map_batch, pack_failures, pack_table
from ingest.extraction import SCHEMAS
from ingest.lexicon import Lexicon, extractor_version, load_lexicon

POSITION = "position"
"""The column that numbers the articles, in the order in which they were loaded."""

FAILURES = "failures"
"""The column of the articles that failed."""

FOUND = pa.schema(
    [pa.field(POSITION, pa.int64())] + [pa.field(name, pa.binary()) for name in (*SCHEMAS, FAILURES)]
)
"""A row a batch: the position of its first article, and each extracted table and the failures as Arrow IPC streams."""


class OtherCodeError(Exception):
    """The executor would extract with another extractor than the one that was asked for."""


def extract_record_batches(
    batches: Iterator[pa.RecordBatch], world: Path, version: str, seconds: float = ARTICLE_SECONDS
) -> Iterator[pa.RecordBatch]:
    """Extract record batches one by one; what is yielded has the schema `FOUND`.

    Args:
        batches: columns `POSITION` and those that `extract_batch` takes; none is empty.
        world: the folder of the seeds.
        version: the extractor version to record, which the code here must have.
        seconds: of computing that one article may take. The process is Spark's, and is not ended.

    Raises:
        OtherCodeError: the code or the seeds here are of another version.
    """
    for batch in batches:
        table = pa.Table.from_batches([batch])
        lexicon = _load_own_lexicon(world, version)
        found = map_batch(table, lexicon, version, guard=partial(raise_after, seconds))
        tables = [*(pack_table(found.tables[name]) for name in SCHEMAS), pack_failures(found.failures)]
        packed = [pa.array([table], pa.binary()) for table in tables]
        yield pa.RecordBatch.from_arrays([table[POSITION].chunk(0)[:1], *packed], schema=FOUND)


@cache
def _load_own_lexicon(world: Path, version: str) -> Lexicon:
    # Once a process, which Spark gives one task after the other.
    if (own := extractor_version(world)) != version:
        raise OtherCodeError(f"the executor has version {own} of the extractor, not {version}")
    return load_lexicon(world)
