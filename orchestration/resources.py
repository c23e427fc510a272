"""What the assets are given: the build they belong to, dbt, and whoever watches the progress.

One `Build` is made a run, so that every asset of the run sees the same release, time and code version.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from typing import Any

import dagster as dg
from dagster._core.storage.tags import MAX_RETRIES_TAG
from dagster_dbt import DbtCliResource
from packaging.version import Version

from orchestration.build_lock import BuildLockedError, hold_build_lock
from orchestration.code_version import hash_sources
from orchestration.settings import (
    DATA_VARIABLE,
    DBT_PROJECT_FOLDER,
    PARSED_DBT_EXECUTABLE,
    PROJECT_FOLDER,
    Settings,
    SettingsError,
    read_settings,
)


@dataclass(frozen=True)
class Build:
    """One run of the line. Times are UTC."""

    settings: Settings
    run_id: str
    release_id: str
    built_at: datetime
    code_version: str
    full_refresh: bool


# How long a run waits for a build that was started by hand while the run itself was on its way out of the queue.
WAIT_SECONDS = 3600


@dg.resource(
    config_schema={
        "full_refresh": dg.Field(
            bool, default_value=False, description="Extract every article again and rebuild every table."
        ),
        "workers": dg.Field(
            dg.Noneable(int), default_value=None, description="Processes that extract; none for the setting."
        ),
        "wait_seconds": dg.Field(
            int, default_value=WAIT_SECONDS, description="How long to wait for another build to end."
        ),
    },
    description="The build that the run makes; holds the data folder's lock until the run ends.",
)
def build_resource(context: dg.InitResourceContext) -> Iterator[Build]:
    """Start a build in the folders that the environment names.

    Raises:
        BuildLockedError: another build is running in the same data folder, and did not end in time.
        SettingsError: a setting cannot be used.
    """
    configuration = context.resource_config
    with _run_once_on(context, BuildLockedError, SettingsError), ExitStack() as stack:
        settings = read_settings()
        if configuration["workers"]:
            settings = replace(settings, workers=configuration["workers"])
        # dbt's profile reads it, from another folder than this one.
        os.environ[DATA_VARIABLE] = str(settings.data)
        stack.enter_context(hold_build_lock(settings.lock_path, wait_seconds=configuration["wait_seconds"]))
        held = stack.pop_all()
    with held:
        yield start_build(settings, run_id=context.run_id or "", full_refresh=configuration["full_refresh"])


@contextmanager
def _run_once_on(context: dg.InitResourceContext, *errors: type[Exception]) -> Iterator[None]:
    """Have Dagster not run the whole again after such an error, as it does when a run's process has died."""
    try:
        yield
    except errors:
        if context.instance and context.run_id:
            context.instance.add_run_tags(context.run_id, {MAX_RETRIES_TAG: "0"})
        raise


def start_build(settings: Settings, *, run_id: str, full_refresh: bool) -> Build:
    """Return a build that starts now; its release is named after its second."""
    built_at = datetime.now(UTC).replace(microsecond=0)
    return Build(
        settings=settings,
        run_id=run_id,
        release_id=f"{built_at:%Y%m%dT%H%M%SZ}",
        built_at=built_at,
        code_version=hash_sources(PROJECT_FOLDER),
        full_refresh=full_refresh,
    )


class PackagedDbt(DbtCliResource):
    """The dbt that is installed beside the Python that runs."""

    @cached_property
    def _cli_version(self) -> Version:
        # dagster-dbt asks the executable, which takes it as long as a start of dbt, in every build.
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        # It would read the project for the metadata of columns, which `column_metadata` finds without dbt.
        return None


def make_dbt_resource() -> DbtCliResource:
    """Return dbt on the project's own profile."""
    return PackagedDbt(
        project_dir=str(DBT_PROJECT_FOLDER),
        profiles_dir=str(DBT_PROJECT_FOLDER),
        dbt_executable=str(PARSED_DBT_EXECUTABLE),
    )
