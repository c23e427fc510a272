"""The release that people and programs read: made of the marts when every check of severity error has passed."""

import dagster as dg

from orchestration.last_build import find_unchanged_release, remember_release
from orchestration.progress import Progress
from orchestration.release_documents import list_document_writers
from orchestration.resources import Build
from orchestration.retries import retry_what_may_pass
from warehouse.publish import publish
from warehouse.releases import Release, sweep_releases

RELEASE = dg.AssetKey(["published", "release"])


def build_publication_asset(
    tables: dg.AssetsDefinition, freshness_policy: dg.FreshnessPolicy
) -> dg.AssetsDefinition:
    """Return the release as an asset downstream of every mart among the tables.

    It waits for the step that makes the marts, and that step fails when a test of severity error does.
    """

    @dg.asset(
        key=RELEASE,
        deps=sorted(key for key in tables.keys if key.path[0] == "marts"),
        group_name="publication",
        kinds={"duckdb", "parquet"},
        pool="warehouse",
        freshness_policy=freshness_policy,
        description="The current release: a read-only DuckDB file, Parquet, one file a table, and a manifest.",
    )
    def release(
        context: dg.AssetExecutionContext,
        build: dg.ResourceParam[Build],
        progress: dg.ResourceParam[Progress],
    ) -> dg.MaterializeResult[None]:
        progress.start("publish")
        settings = build.settings
        with retry_what_may_pass(context, settings):
            published = find_unchanged_release(build)
            if published is None:
                published = publish(
                    settings.warehouse_path,
                    settings.published,
                    keep=settings.releases_kept,
                    document_writers=list_document_writers(build),
                )
                remember_release(build, published)
            else:
                sweep_releases(settings.published)
        progress.finish(
            "publish", "nothing new" if published.is_unchanged else f"release {published.release_id}"
        )
        return dg.MaterializeResult(metadata=_describe_release(published))

    return release


def _describe_release(release: Release) -> dict[str, dg.MetadataValue]:
    counts = release.row_counts
    lines = [
        "| table | rows |",
        "| --- | ---: |",
        *(f"| {table} | {rows} |" for table, rows in counts.items()),
    ]
    return {
        "release_id": dg.MetadataValue.text(release.release_id),
        "is_unchanged": dg.MetadataValue.bool(release.is_unchanged),
        "folder": dg.MetadataValue.path(release.folder),
        "dagster/row_count": dg.MetadataValue.int(sum(counts.values())),
        "preview": dg.MetadataValue.md("\n".join(lines)),
    }
