"""The articles that could not be read, as a table of schema `extracted` beside those of their facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa

from ingest.engines.map import Failure

REJECTED_ARTICLES = "rejected_articles"
"""The name of the table, without the schema."""

SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("detail", pa.string(), nullable=False),
        pa.field("given_published_on", pa.date32()),
        pa.field("extractor_version", pa.string(), nullable=False),
        pa.field("rejected_at", pa.timestamp("us"), nullable=False),
    ]
)


def tabulate_failures(failures: Iterable[Failure], version: str, at: datetime) -> pa.Table:
    """The rows of articles that failed.

    Args:
        failures: one an article.
        version: the extractor version that they failed with.
        at: when that was (UTC).
    """
    moment = at.replace(tzinfo=None)
    rows = [
        (failure.article_id, failure.reason, failure.detail, failure.published_on, version, moment)
        for failure in failures
    ]
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], SCHEMA)
