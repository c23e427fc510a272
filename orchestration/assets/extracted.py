"""What the articles say, as tables: extracted from every article that this version of the extractor has not read.

An article that cannot be read is a row of `extracted.rejected_articles`, and the others go on.
"""

from collections.abc import Callable, Iterator, Mapping

import dagster as dg
import pyarrow as pa

from ingest.engines.local import count_usable_cores, extract_in_processes
from ingest.engines.map import ExtractedBatch, Failure, Reader
from ingest.engines.spark import extract_on_spark
from ingest.extract import extract
from ingest.lexicon import extractor_version
from orchestration.progress import Progress
from orchestration.record_extractions import record_extractions
from orchestration.resources import Build
from orchestration.retries import retry_what_may_pass
from orchestration.settings import WORLD_FOLDER, Engine, Settings
from orchestration.table_metadata import TableDescription, describe_asset, materialise_tables
from orchestration.terminal import clean_text
from warehouse.extractions import StaleArticles, find_places, measure_stale_articles, stale_articles
from warehouse.store import open_store

SCHEMA = "extracted"
# No version of the extractor: every article is stale to it.
NO_VERSION = ""


def build_extracted_assets(descriptions: Mapping[tuple[str, str], TableDescription]) -> dg.AssetsDefinition:
    """Return one asset a table of schema extracted; one pass over the stale articles makes all of them."""
    tables = sorted(table for schema, table in descriptions if schema == SCHEMA)
    articles = dg.AssetKey(["raw", "articles"])

    @dg.multi_asset(
        name="extract_facts",
        specs=[
            describe_asset((SCHEMA, table), descriptions[SCHEMA, table], deps=[articles]) for table in tables
        ],
        pool="warehouse",
    )
    def extract_facts(
        context: dg.AssetExecutionContext,
        build: dg.ResourceParam[Build],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[dg.MaterializeResult[None]]:
        version = extractor_version(WORLD_FOLDER)
        with retry_what_may_pass(context, build.settings):
            extracted_count = extract_articles(build, progress, version, warn=context.log.warning)
        account = {"articles_extracted": extracted_count, "extractor_version": version}
        yield from materialise_tables(build.settings.warehouse_path, SCHEMA, tables, account)

    return extract_facts


def extract_articles(
    build: Build,
    progress: Progress,
    version: str,
    *,
    warn: Callable[[str], None] = lambda warning: None,
    read: Reader = extract,
) -> int:
    """Extract the stale articles, or all of them on a full refresh, and return how many that were.

    Each batch is committed when it is read, so that a build that was stopped goes on where it was. An article that
    cannot be read is rejected, and is not tried again before it or the extractor is another.

    Args:
        build: the build at hand.
        progress: who watches.
        version: the extractor version to record.
        warn: is told of each article that was rejected, by name.
        read: what reads an article on this machine; a function of a module.

    Raises:
        WarehouseLockedError: another process writes to the warehouse.
        WorkerDiedError: a process that reads batches could not begin.
        SparkError: Spark cannot be used, or did not do its work.
    """
    settings = build.settings
    stale_to = NO_VERSION if build.full_refresh else version
    rejected_count = 0
    with open_store(settings.warehouse_path) as connection:
        stale = measure_stale_articles(connection, stale_to)
        progress.start("extract", stale.article_count)
        if stale.article_count:
            batches = stale_articles(connection, stale_to, max_batch_bytes=settings.max_extraction_bytes)
            for extracted in _extract(batches, stale, settings, version, read):
                failures = record_extractions(connection, extracted, build, version)
                rejected_count += len(failures)
                places = find_places(connection, [failure.article_id for failure in failures])
                for failure in failures:
                    warn(_describe(failure, places.get(failure.article_id, "")))
                progress.advance("extract", len(extracted.article_ids))
    rejected = f", {rejected_count:,} rejected" if rejected_count else ""
    progress.finish("extract", f"{stale.article_count:,} articles{rejected}")
    return stale.article_count


def _describe(failure: Failure, place: str) -> str:
    """One article that was rejected, for the log; its name may hold anything that a file system takes."""
    where = clean_text(place).replace("\n", "\\n")
    words = f"Article {failure.article_id} ({where}) was rejected: {failure.reason}. {failure.detail}"
    return f"{words}\n{failure.trace}".rstrip()


def _extract(
    batches: Iterator[pa.Table], stale: StaleArticles, settings: Settings, version: str, read: Reader
) -> Iterator[ExtractedBatch]:
    if settings.engine is Engine.SPARK:
        return extract_on_spark(
            batches,
            WORLD_FOLDER,
            version,
            master=settings.spark_master,
            work=settings.spark,
            seconds=settings.article_seconds,
        )
    # Few articles are read by one process: another would take longer to start than to read some of them.
    workers = min(settings.workers or count_usable_cores(), stale.text_bytes // settings.max_extraction_bytes)
    return extract_in_processes(
        batches, WORLD_FOLDER, version, workers=max(1, workers), seconds=settings.article_seconds, read=read
    )
