"""The dbt models, seeds and tests as assets and asset checks, keyed by schema and table."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets

from orchestration.dbt_run import run_dbt
from orchestration.progress import Progress
from orchestration.resources import Build
from orchestration.retries import retry_what_may_pass
from orchestration.settings import DBT_PROJECT_FOLDER


class LayerTranslator(DagsterDbtTranslator):
    """Names each dbt node after its table and groups it by its layer, which is its schema."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return [schema, table]; a dbt source thereby joins the asset that fills it."""
        table = dbt_resource_props.get("alias") or dbt_resource_props["name"]
        return dg.AssetKey([dbt_resource_props["schema"], table])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the layer."""
        return str(dbt_resource_props["schema"])


def build_dbt_assets(manifest: Path) -> dg.AssetsDefinition:
    """Return all dbt nodes as assets.

    Source tests are no checks of their sources: as such they would let dbt start although a blocking check of
    a source has failed.
    """

    @dbt_assets(
        manifest=manifest,
        project=DbtProject(project_dir=DBT_PROJECT_FOLDER),
        dagster_dbt_translator=LayerTranslator(),
        name="dbt_build",
        pool="warehouse",
    )
    def dbt_build(
        context: dg.AssetExecutionContext,
        dbt: DbtCliResource,
        build: dg.ResourceParam[Build],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[Any]:
        with retry_what_may_pass(context, build.settings):
            yield from run_dbt(context, dbt, build, progress)

    return dbt_build
