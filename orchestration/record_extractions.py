"""Writing down what a batch of articles yielded, and which of them could not be read."""

import duckdb
import pyarrow.compute as pc

from ingest.engines.map import ExtractedBatch, Failure, explain
from ingest.engines.rejected import REJECTED_ARTICLES, tabulate_failures
from ingest.extraction import Article
from orchestration.resources import Build
from warehouse.extractions import replace_extractions

# A row that is against a rule of `schema.sql`, or holds what its column does not.
_BROKEN_RULES = (duckdb.IntegrityError, duckdb.DataError)


def record_extractions(
    connection: duckdb.DuckDBPyConnection, extracted: ExtractedBatch, build: Build, version: str
) -> tuple[Failure, ...]:
    """Commit what was found in a batch, and the articles of it that were rejected.

    A row that breaks a rule of the warehouse is the fault of its article: that one is rejected, and the others are
    written one by one.

    Args:
        connection: the working file.
        extracted: what the batch yielded.
        build: the build at hand.
        version: the extractor version that read it.

    Returns:
        Those that were rejected.
    """
    try:
        _replace(connection, extracted, build, version)
        return extracted.failures
    except _BROKEN_RULES:
        failures: list[Failure] = []
        for article in _part(extracted):
            failures += _record_alone(connection, article, build, version)
        return tuple(failures)


def _record_alone(
    connection: duckdb.DuckDBPyConnection, article: ExtractedBatch, build: Build, version: str
) -> tuple[Failure, ...]:
    try:
        _replace(connection, article, build, version)
        return article.failures
    except _BROKEN_RULES as error:
        (article_id,) = article.article_ids
        given = article.tables["article_headers"]["given_published_on"].to_pylist()
        failure = explain(Article(article_id, "", given[0] if given else None), error)
        _replace(connection, ExtractedBatch([article_id], {}, (failure,)), build, version)
        return (failure,)


def _replace(
    connection: duckdb.DuckDBPyConnection, extracted: ExtractedBatch, build: Build, version: str
) -> None:
    tables = dict(extracted.tables)
    if extracted.failures:
        tables[REJECTED_ARTICLES] = tabulate_failures(extracted.failures, version, build.built_at)
    replace_extractions(connection, tables, extracted.article_ids)


def _part(extracted: ExtractedBatch) -> list[ExtractedBatch]:
    """A batch as batches of one article."""
    failures = {failure.article_id: (failure,) for failure in extracted.failures}
    return [
        ExtractedBatch(
            [article_id],
            {
                name: table.filter(pc.equal(table["article_id"], article_id))
                for name, table in extracted.tables.items()
            },
            failures.get(article_id, ()),
        )
        for article_id in extracted.article_ids
    ]
