"""The dbt models, seeds and tests as assets and asset checks, keyed by schema and table."""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets

from orchestration.dbt_run import run_dbt
from orchestration.last_build import find_unchanged_release
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
            # Whoever asks for some of the tables wants them made; whoever asks for all wants what is new.
            if not context.is_subset and find_unchanged_release(build):
                yield from pass_over(context, progress)
            else:
                yield from run_dbt(context, dbt, build, progress)

    return dbt_build


def pass_over(context: dg.AssetExecutionContext, progress: Progress) -> Iterator[Any]:
    """Yield the tables as they are: nothing that they are made of has changed."""
    progress.start("normalise")
    progress.start("check")
    assets = context.assets_def
    output_names = {key: name for name, key in assets.keys_by_output_name.items()}
    selected = {
        key: assets.asset_deps[key] & context.selected_asset_keys for key in context.selected_asset_keys
    }
    # Dagster wants a table after those that it is made of.
    for key in TopologicalSorter(selected).static_order():
        yield dg.Output(None, output_names[key], metadata=_find_last_metadata(context, key))
    progress.finish("normalise", "nothing new")
    progress.finish("check", "nothing new")


def _find_last_metadata(
    context: dg.AssetExecutionContext, key: dg.AssetKey
) -> Mapping[str, dg.MetadataValue[Any]]:
    """Return what was told of a table when it was made: its rows, its columns and where they come from."""
    event = context.instance.get_latest_materialization_event(key)
    materialisation = event.asset_materialization if event else None
    return materialisation.metadata if materialisation else {}
