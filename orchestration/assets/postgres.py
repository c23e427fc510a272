"""The release in PostgreSQL, for tools that want a server: only where one is configured."""

import dagster as dg

from orchestration.assets.publication import RELEASE
from orchestration.postgres import publish_current
from orchestration.progress import Progress
from orchestration.resources import Build
from orchestration.retries import retry_what_may_pass
from orchestration.settings import is_postgres_configured
from warehouse.postgres.publish import Publication

POSTGRES = dg.AssetKey(["published", "postgres"])


def build_postgres_assets() -> list[dg.AssetsDefinition]:
    """Return the release in PostgreSQL as an asset downstream of the release; nothing where no server is configured."""
    if not is_postgres_configured():
        return []

    @dg.asset(
        key=POSTGRES,
        deps=[RELEASE],
        group_name="publication",
        kinds={"postgres"},
        pool="postgres",
        description="The marts of the current release in PostgreSQL: swapped in whole, read-only for the roles that are named.",
    )
    def postgres(
        context: dg.AssetExecutionContext,
        build: dg.ResourceParam[Build],
        progress: dg.ResourceParam[Progress],
    ) -> dg.MaterializeResult[None]:
        progress.start("serve")
        with retry_what_may_pass(context, build.settings):
            published = publish_current(build.settings)
        for note in published.notes:
            context.log.warning(note)
        progress.finish(
            "serve", "nothing new" if published.is_unchanged else f"release {published.release_id}"
        )
        return dg.MaterializeResult(metadata=_describe(published))

    return [postgres]


def _describe(published: Publication) -> dict[str, dg.MetadataValue]:
    return {
        "release_id": dg.MetadataValue.text(published.release_id),
        "is_unchanged": dg.MetadataValue.bool(published.is_unchanged),
        "place": dg.MetadataValue.text(published.place),
        "dagster/row_count": dg.MetadataValue.int(sum(published.row_counts.values())),
        "notes": dg.MetadataValue.json(list(published.notes)),
    }
