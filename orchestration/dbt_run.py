"""One `dbt build` inside a Dagster run, with what the UI should know of each table that came out of it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DbtCliResource
from dagster_dbt.errors import DagsterDbtError

from orchestration.column_metadata import describe_columns
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
    for event in events:
        if isinstance(event, dg.Output):
            yield event.with_metadata({**event.metadata, **measures.get(_find_table(context, event), {})})
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


def _measure(
    context: dg.AssetExecutionContext, events: Iterable[Any], build: Build
) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Return rows, a preview and columns of the tables that were made."""
    tables = {_find_table(context, event) for event in events if isinstance(event, dg.Output)}
    if not tables:
        return {}
    with duckdb.connect(build.settings.warehouse_path, read_only=True, config=memory_config()) as connection:
        columns = describe_columns(connection)
        measures = measure_tables(connection, sorted(tables))
    return {table: {**columns[table], **measure} for table, measure in measures.items()}


def _find_table(context: dg.AssetExecutionContext, event: dg.Output[Any]) -> tuple[str, str]:
    schema, table = context.asset_key_for_output(event.output_name).path
    return schema, table
