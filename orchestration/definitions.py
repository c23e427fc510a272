"""Everything Dagster knows of potline, put together; nothing is defined here.

Dagster loads from this module what the one `@dg.definitions` function returns and nothing else.
"""

from pathlib import Path

import dagster as dg

from orchestration.alert_sensors import failed_run, stale_release
from orchestration.assets.extracted import build_extracted_assets
from orchestration.assets.postgres import build_postgres_assets
from orchestration.assets.publication import build_publication_asset
from orchestration.assets.raw import build_raw_assets
from orchestration.assets.transform import build_dbt_assets
from orchestration.build_log import file_logger
from orchestration.checks import CHECKS
from orchestration.dead_runs import dead_runs
from orchestration.freshness import make_release_policy
from orchestration.jobs import build_all
from orchestration.progress import Progress, SilentProgress
from orchestration.resources import build_resource, make_dbt_resource
from orchestration.schedules import daily
from orchestration.sensors import landing_folder
from orchestration.settings import MANIFEST_PATH
from orchestration.table_metadata import describe_tables


def build_definitions(progress: Progress | None = None, manifest: Path = MANIFEST_PATH) -> dg.Definitions:
    """Return all definitions; the build tells `progress` how far it is."""
    descriptions = describe_tables()
    tables = build_dbt_assets(manifest)
    return dg.Definitions(
        assets=[
            build_raw_assets(descriptions),
            build_extracted_assets(descriptions),
            tables,
            build_publication_asset(tables, make_release_policy()),
            *build_postgres_assets(),
        ],
        asset_checks=CHECKS,
        jobs=[build_all],
        schedules=[daily],
        sensors=[landing_folder, failed_run, stale_release, dead_runs],
        resources={
            "build": build_resource,
            "dbt": make_dbt_resource(),
            "progress": dg.ResourceDefinition.hardcoded_resource(progress or SilentProgress()),
        },
        loggers={"console": dg.colored_console_logger, "file": file_logger},
        executor=dg.in_process_executor,
    )


@dg.definitions
def definitions() -> dg.Definitions:
    """Return the definitions as the UI, the schedule and the sensor use them."""
    return build_definitions()
