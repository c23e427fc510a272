"""The landing folder as tables: the texts, where each was found, what was rejected, and the readings themselves.

And the corrections file, which is read with it.
"""

from collections.abc import Iterator, Mapping

import dagster as dg

from ingest.articles.landing import name_landing, scan_landing
from ingest.articles.read import read_batches
from ingest.articles.records import Limits
from orchestration.progress import Progress
from orchestration.resources import Build
from orchestration.retries import retry_what_may_pass
from orchestration.table_metadata import TableDescription, describe_asset, materialise_tables
from warehouse.corrections import replace_corrections
from warehouse.corrections_file import read_corrections
from warehouse.readings import (
    ReadingResult,
    begin_reading,
    finish_reading,
    list_known_files,
    record_batch,
)
from warehouse.store import open_store

SCHEMA = "raw"


def build_raw_assets(descriptions: Mapping[tuple[str, str], TableDescription]) -> dg.AssetsDefinition:
    """Return one asset a table of schema raw; one reading of the landing folder makes all of them."""
    tables = sorted(table for schema, table in descriptions if schema == SCHEMA)

    @dg.multi_asset(
        name="read_landing_folder",
        specs=[describe_asset((SCHEMA, table), descriptions[SCHEMA, table]) for table in tables],
        pool="warehouse",
    )
    def read_landing_folder(
        context: dg.AssetExecutionContext,
        build: dg.ResourceParam[Build],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[dg.MaterializeResult[None]]:
        with retry_what_may_pass(context, build.settings):
            result = read_folder(build, progress)
        accounts = {
            "seen": result.seen_count,
            "loaded": result.loaded_count,
            "duplicate": result.duplicate_count,
            "rejected": result.rejected_count,
            "new_articles": result.new_article_count,
            "newly_missing": result.missing_count,
            "landing_folder": dg.MetadataValue.text(result.input_folder),
        }
        yield from materialise_tables(build.settings.warehouse_path, SCHEMA, tables, accounts)

    return read_landing_folder


def read_folder(build: Build, progress: Progress) -> ReadingResult:
    """Read the landing folder into the warehouse in batches, each one transaction, and return the account of it.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is not a folder.
        RemoteError: it lies elsewhere and cannot be read.
        WarehouseLockedError: another process writes to the warehouse.
        CorrectionsError: the corrections file cannot be used; nothing is read then.
    """
    settings = build.settings
    corrections = read_corrections(settings.corrections_path)
    progress.start("read", sum(1 for _ in scan_landing(settings.landing)))
    with open_store(settings.warehouse_path) as connection:
        replace_corrections(connection, corrections)
        limits = Limits(
            max_file_bytes=settings.max_file_bytes,
            max_page_bytes=settings.max_page_bytes,
            max_unpacked_bytes=settings.max_unpacked_bytes,
        )
        reading = begin_reading(
            connection,
            name_landing(settings.landing),
            started_at=build.built_at,
            reader=f"{build.code_version} {settings.columns} {limits}",
        )
        batches = read_batches(
            settings.landing,
            columns=settings.columns,
            limits=limits,
            max_batch_bytes=settings.max_batch_bytes,
            known={} if build.full_refresh else list_known_files(connection, reading),
        )
        for batch in batches:
            record_batch(connection, reading, batch.articles, batch.rejected, batch.files)
            # How many rows a file holds is known when it has been read.
            progress.advance("read", batch.files.num_rows)
        result = finish_reading(connection, reading)
    progress.finish(
        "read",
        f"{result.seen_count:,} seen, {result.new_article_count:,} new, {result.rejected_count:,} rejected",
    )
    return result
