"""The metrics of dbt's semantic layer, turned into SQL by MetricFlow: no database, no network."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from orchestration.terminal import CommandError

SEMANTIC_MANIFEST = "semantic_manifest.json"


class Metric(NamedTuple):
    """A metric, and by what it can be grouped without a way over another table."""

    name: str
    description: str
    group_by: tuple[str, ...]


class _DuckDb:
    """All that MetricFlow asks of a database whose queries it only writes."""

    def __init__(self) -> None:
        from metricflow.protocols.sql_client import SqlEngine
        from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer

        self.sql_engine_type = SqlEngine.DUCKDB
        self.sql_plan_renderer = DuckDbSqlPlanRenderer()


class MetricsCompiler:
    """Writes the SQL that a question for metrics means."""

    def __init__(self, semantic_manifest: Path) -> None:
        """Read what dbt wrote of the semantic layer beside its manifest.

        Raises:
            CommandError: MetricFlow is not installed.
        """
        try:
            from metricflow.engine.metricflow_engine import MetricFlowEngine
            from metricflow_semantics.model.dbt_manifest_parser import (
                parse_manifest_from_dbt_generated_manifest,
            )
            from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup
        except ImportError:
            raise CommandError(
                "Metrics need MetricFlow: run `.venv/bin/uv sync --frozen --inexact --extra metrics`."
            ) from None
        content = parse_manifest_from_dbt_generated_manifest(semantic_manifest.read_text(encoding="utf-8"))
        self._descriptions = {metric.name: metric.description or "" for metric in content.metrics}
        self._engine: Any = MetricFlowEngine(SemanticManifestLookup(content), _DuckDb())

    def list_metrics(self) -> list[Metric]:
        """Return all metrics by name."""
        return [
            Metric(name, self._descriptions[name], tuple(sorted(self._list_dimensions(name))))
            for name in sorted(self._descriptions)
        ]

    def _list_dimensions(self, metric: str) -> set[str]:
        found = self._engine.simple_dimensions_for_metrics([metric], without_any_property=())
        return {str(dimension.dunder_name) for dimension in found}

    def write_sql(
        self,
        metrics: Sequence[str],
        group_by: Sequence[str] = (),
        where: Sequence[str] = (),
        order_by: Sequence[str] = (),
        limit: int | None = None,
    ) -> str:
        """Return one query of DuckDB that gives the metrics, a row for each group.

        Args:
            metrics: names of metrics.
            group_by: dimensions such as `demand__category`, `firm__group_name` or `metric_time__quarter`.
            where: conditions, such as `{{ Dimension('demand__category') }} = 'land'`.
            order_by: metrics or dimensions; a minus before one turns it round.
            limit: how many rows at most.

        Raises:
            CommandError: there is no such metric or dimension, or the condition cannot be read.
        """
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest
        from metricflow_semantics.errors.error_classes import MetricFlowException

        self._refuse_unknown(metrics, group_by, order_by)
        request = MetricFlowQueryRequest.create(
            metric_names=list(metrics),
            group_by_names=list(group_by),
            where_constraints=list(where) or None,
            order_by_names=list(order_by),
            limit=limit,
        )
        try:
            return str(self._engine.explain(request).sql_statement.without_descriptions.sql)
        except MetricFlowException as error:
            # What it says is a page long, and of the other names every one was known.
            raise CommandError(
                "The question cannot be answered: a condition names a dimension as {{ Dimension('demand__category') }}, "
                "a time as {{ TimeDimension('metric_time', 'year') }}, and both must be of the metric."
            ) from error

    def _refuse_unknown(
        self, metrics: Sequence[str], group_by: Sequence[str], order_by: Sequence[str]
    ) -> None:
        known = ", ".join(sorted(self._descriptions))
        for name in metrics:
            if name not in self._descriptions:
                raise CommandError(f"There is no metric {name!r}, only {known}.")
        common = set.intersection(*(self._list_dimensions(metric) for metric in metrics))
        for name in group_by:
            if name not in common and name.rpartition("__")[0] not in common:
                raise CommandError(
                    f"{' and '.join(metrics)} cannot be grouped by {name!r}: `potline metrics` lists what can."
                )
        for name in order_by:
            if name.removeprefix("-") not in {*metrics, *group_by}:
                raise CommandError(f"Rows can be ordered by what they hold, and {name!r} is not of it.")
