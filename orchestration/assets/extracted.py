"""What the articles say, as tables: extracted from every article that this version of the extractor has not read."""

from collections.abc import Iterator, Mapping

import dagster as dg

from ingest.extract import extract_batch
from ingest.lexicon import extractor_version, load_lexicon
from orchestration.progress import Progress
from orchestration.resources import Build
from orchestration.settings import WORLD_FOLDER
from orchestration.table_metadata import TableDescription, describe_asset, materialise_tables
from warehouse.extractions import count_stale_articles, replace_extractions, stale_articles
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
        build: dg.ResourceParam[Build], progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.MaterializeResult[None]]:
        version = extractor_version(WORLD_FOLDER)
        extracted_count = extract_articles(build, progress, version)
        account = {"articles_extracted": extracted_count, "extractor_version": version}
        yield from materialise_tables(build.settings.warehouse_path, SCHEMA, tables, account)

    return extract_facts


def extract_articles(build: Build, progress: Progress, version: str) -> int:
    """Extract the stale articles, or all of them on a full refresh, and return how many that were.

    Raises:
        WarehouseLockedError: another process writes to the warehouse.
    """
    settings = build.settings
    stale_to = NO_VERSION if build.full_refresh else version
    with open_store(settings.warehouse_path) as connection:
        total = count_stale_articles(connection, stale_to)
        progress.start("extract", total)
        if total:
            lexicon = load_lexicon(WORLD_FOLDER)
            for batch in stale_articles(connection, stale_to, max_batch_bytes=settings.max_extraction_bytes):
                tables = extract_batch(batch, lexicon, version)
                replace_extractions(connection, tables, batch["article_id"].to_pylist())
                progress.advance("extract", batch.num_rows)
    progress.finish("extract", f"{total:,} articles")
    return total
