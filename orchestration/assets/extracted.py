"""What the articles say, as tables: extracted from every article that this version of the extractor has not read."""

from collections.abc import Iterator, Mapping

import dagster as dg
import pyarrow as pa

from ingest.engines.local import count_usable_cores, extract_here, extract_in_processes
from ingest.engines.map import ExtractedBatch
from ingest.engines.spark import extract_on_spark
from ingest.lexicon import extractor_version
from orchestration.progress import Progress
from orchestration.resources import Build
from orchestration.retries import retry_what_may_pass
from orchestration.settings import WORLD_FOLDER, Engine, Settings
from orchestration.table_metadata import TableDescription, describe_asset, materialise_tables
from warehouse.extractions import StaleArticles, measure_stale_articles, replace_extractions, stale_articles
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
            extracted_count = extract_articles(build, progress, version)
        account = {"articles_extracted": extracted_count, "extractor_version": version}
        yield from materialise_tables(build.settings.warehouse_path, SCHEMA, tables, account)

    return extract_facts


def extract_articles(build: Build, progress: Progress, version: str) -> int:
    """Extract the stale articles, or all of them on a full refresh, and return how many that were.

    Each batch is committed when it is read, so that a build that was stopped goes on where it was.

    Raises:
        WarehouseLockedError: another process writes to the warehouse.
        WorkerDiedError: a process that reads a batch died.
        SparkError: Spark cannot be used, or did not do its work.
    """
    settings = build.settings
    stale_to = NO_VERSION if build.full_refresh else version
    with open_store(settings.warehouse_path) as connection:
        stale = measure_stale_articles(connection, stale_to)
        progress.start("extract", stale.article_count)
        if stale.article_count:
            batches = stale_articles(connection, stale_to, max_batch_bytes=settings.max_extraction_bytes)
            for extracted in _extract(batches, stale, settings, version):
                replace_extractions(connection, extracted.tables, extracted.article_ids)
                progress.advance("extract", len(extracted.article_ids))
    progress.finish("extract", f"{stale.article_count:,} articles")
    return stale.article_count


def _extract(
    batches: Iterator[pa.Table], stale: StaleArticles, settings: Settings, version: str
) -> Iterator[ExtractedBatch]:
    """Few articles are read in this process: others would take longer to start than to read them."""
    if settings.engine is Engine.SPARK:
        return extract_on_spark(
            batches, WORLD_FOLDER, version, master=settings.spark_master, work=settings.spark
        )
    workers = min(settings.workers or count_usable_cores(), stale.text_bytes // settings.max_extraction_bytes)
    if workers < 2:
        return extract_here(batches, WORLD_FOLDER, version)
    return extract_in_processes(batches, WORLD_FOLDER, version, workers=workers)
