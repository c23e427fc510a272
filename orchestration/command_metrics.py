"""`potline metrics`: the metrics of the semantic layer on the published file, or what there is to ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.command_query import run_query
from orchestration.metrics import SEMANTIC_MANIFEST, MetricsCompiler
from orchestration.printed_rows import Format
from orchestration.settings import Settings
from orchestration.terminal import CommandError, output_console


@dataclass(frozen=True)
class Question:
    """What is asked: metrics, by which dimensions, under which conditions, in which order, how many rows at most."""

    metrics: Sequence[str]
    group_by: Sequence[str] = ()
    where: Sequence[str] = ()
    order_by: Sequence[str] = ()
    limit: int | None = None


def run_metrics(settings: Settings, question: Question, output_format: Format, *, only_sql: bool) -> None:
    """Print the answer, or the query that gives it; without a metric, all metrics there are.

    Raises:
        CommandError: there is no such metric or dimension, nothing is published, or MetricFlow is not installed.
    """
    from orchestration.manifest import ManifestError, ensure_manifest

    try:
        compiler = MetricsCompiler(ensure_manifest().with_name(SEMANTIC_MANIFEST))
    except ManifestError as error:
        raise CommandError(f"dbt cannot parse its project: {error}") from error
    if not question.metrics:
        _print_metrics(compiler)
        return
    sql = compiler.write_sql(
        question.metrics, question.group_by, question.where, question.order_by, question.limit
    )
    if only_sql:
        print(sql)
    else:
        run_query(settings, sql, output_format)


def _print_metrics(compiler: MetricsCompiler) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    metrics = compiler.list_metrics()
    table = Table("metric", "what it is", box=SIMPLE_HEAD)
    for metric in metrics:
        table.add_row(metric.name, metric.description)
    dimensions = Table("by", "of", box=SIMPLE_HEAD)
    for dimension in sorted({dimension for metric in metrics for dimension in metric.group_by}):
        names = [metric.name for metric in metrics if dimension in metric.group_by]
        dimensions.add_row(dimension, "all" if len(names) == len(metrics) else ", ".join(names))
    console = output_console()
    console.print(table)
    console.print(dimensions)
