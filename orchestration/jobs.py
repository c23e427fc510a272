"""What runs together: one job that builds all, its steps one after the other in one process.

DuckDB takes one writer, and a process of its own for each step would cost more than the step.
"""

import dagster as dg
from dagster._core.storage.tags import RETRY_STRATEGY_TAG

build_all = dg.define_asset_job(
    name="build_all",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    # A run whose process died is made again as a whole: steps that were done find nothing new to do.
    tags={RETRY_STRATEGY_TAG: "ALL_STEPS"},
    description="Reads the landing folder, extracts, normalises, checks and publishes.",
)
