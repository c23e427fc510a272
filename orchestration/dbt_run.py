"""One `dbt build` inside a Dagster run, with what the UI should know of each table that came out of it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DbtCliInvocation, DbtCliResource
from dagster_dbt.core.dbt_event_iterator import DbtEventIterator
from dagster_dbt.errors import DagsterDbtError

from orchestration.dbt_arguments import (
    BUILD_VARIABLE,
    build_arguments,
    carry_parse,
    prune_targets,
    release_environment,
    target_path,
)
from orchestration.dbt_results import DbtBuildError, explain_results
from orchestration.progress import Progress
from orchestration.resources import Build
from orchestration.settings import MANIFEST_PATH
from orchestration.table_metadata import measure_tables
from warehouse.finished_builds import begin_build, finish_build
from warehouse.memory import memory_config


def run_dbt(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, build: Build, progress: Progress
) -> Iterator[Any]:
    """Build and test every selected node; yield its events, then raise if a node or a test of severity error failed.

    The events come when dbt has ended and not as they happen: columns and row counts are read from the file,
    which dbt has locked until then.
    """
    prune_targets(build)
    progress.start("normalise", len(context.selected_asset_keys))
    progress.start("check", len(context.selected_asset_check_keys))
    carry_parse(MANIFEST_PATH.parent, target_path(build))
    store_path = build.settings.warehouse_path
    can_be_added_to = begin_build(store_path, build.code_version)
    arguments = build_arguments(full_refresh=build.full_refresh or not can_be_added_to)
    with _environment({**release_environment(build), BUILD_VARIABLE: str(os.getpid())}):
        invocation = dbt.cli(arguments, context=context, target_path=target_path(build))
    events: list[Any] = []
    failure: DagsterDbtError | None = None
    try:
        for event in invocation.stream():
            progress.advance("normalise" if isinstance(event, dg.Output) else "check")
            events.append(event)
    except DagsterDbtError as error:
        # The tables that were built and the tests that ran are told of before the step fails.
        failure = error
    measures = _measure(context, events, build)
    described = _describe_columns(invocation, events)
    for event in events:
        if isinstance(event, dg.Output):
            measure = measures.get(_find_table(context, event), {})
            described_event = next(described)
            yield described_event.with_metadata({**described_event.metadata, **measure})
        else:
            yield event
    if failure is not None:
        raise DbtBuildError(explain_results(target_path(build))) from failure
    # Tables of which only some were made are of two builds.
    if not context.is_subset:
        finish_build(store_path, build.code_version)
    tables = sum(isinstance(event, dg.Output) for event in events)
    checks = [event for event in events if isinstance(event, dg.AssetCheckResult)]
    warnings = sum(not check.passed for check in checks)
    progress.finish("normalise", f"{tables:,} tables")
    progress.finish("check", f"{len(checks):,} checks, {warnings:,} warnings")


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set variables for the process that is started inside."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _describe_columns(invocation: DbtCliInvocation, events: Iterable[Any]) -> Iterator[dg.Output[Any]]:
    """Return the tables' events with columns and column lineage.

    dagster-dbt is given the events when dbt has ended: it would wait for them in a loop that takes a core from
    dbt. It is not given those of the tests, which have no columns.
    """
    folder = Path.cwd()
    outputs = (event for event in events if isinstance(event, dg.Output))
    try:
        described = list(DbtEventIterator(outputs, invocation).fetch_column_metadata())
    finally:
        close_adapter()
        # Its threads go in and out of the dbt project each on its own account, and may leave the process there.
        os.chdir(folder)
    return (event for event in described if isinstance(event, dg.Output))


def close_adapter() -> None:
    """Close the connection that dagster-dbt leaves open in this process after it has read the columns.

    It is read-only, and DuckDB gives one process no writing connection beside a reading one.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _measure(
    context: dg.AssetExecutionContext, events: Iterable[Any], build: Build
) -> Mapping[tuple[str, str], Mapping[str, dg.MetadataValue]]:
    tables = {_find_table(context, event) for event in events if isinstance(event, dg.Output)}
    if not tables:
        return {}
    with duckdb.connect(build.settings.warehouse_path, read_only=True, config=memory_config()) as connection:
        return measure_tables(connection, sorted(tables))


def _find_table(context: dg.AssetExecutionContext, event: dg.Output[Any]) -> tuple[str, str]:
    schema, table = context.asset_key_for_output(event.output_name).path
    return schema, table
