"""A Dagster job with one dbt build of a project that does nothing: python -m tests.bench.bare_build FOLDER."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject, dbt_assets

from orchestration.dbt_arguments import carry_parse
from orchestration.instance import open_instance
from orchestration.resources import PackagedDbt
from orchestration.settings import PARSED_DBT_EXECUTABLE, Settings


def main(folder: Path) -> None:
    """Run the job once."""
    target = folder / "run"
    carry_parse(folder / "target", target)

    @dbt_assets(manifest=folder / "target" / "manifest.json", project=DbtProject(project_dir=folder))
    def build_views(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
        arguments = ["build", "--log-level-file", "none"]
        yield from dbt.cli(arguments, context=context, target_path=target).stream()

    dbt = PackagedDbt(
        project_dir=str(folder), profiles_dir=str(folder), dbt_executable=str(PARSED_DBT_EXECUTABLE)
    )
    definitions = dg.Definitions(
        assets=[build_views],
        jobs=[dg.define_asset_job("build_all", executor_def=dg.in_process_executor)],
        resources={"dbt": dbt},
    )
    with open_instance(Settings(data=folder, landing=folder)) as instance:
        result = definitions.resolve_job_def("build_all").execute_in_process(instance=instance)
    if not result.success:
        sys.exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
