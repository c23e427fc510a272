"""Subcommands for whoever asks the warehouse."""

from typing import Annotated

import click
import typer

from orchestration.cli.app import ConnectFormat, DataOption, OutputFormat, app, choose_settings
from orchestration.exports.wanted import ExportFormat, Wanted


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SQL query on the tables of schema marts.")],
    output_format: Annotated[
        OutputFormat, typer.Option("--format", help="How the result is printed.")
    ] = OutputFormat.TABLE,
    data: DataOption = None,
) -> None:
    """Run a query on the published warehouse, read-only."""
    from orchestration.command_query import run_query

    run_query(choose_settings(data), sql, output_format.value)


@app.command()
def ask(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Which question, by its name in the list.", show_default=False),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="List the questions; so does a call without NAME.")
    ] = False,
    output_format: Annotated[
        OutputFormat, typer.Option("--format", help="How the answer, or the list, is printed.")
    ] = OutputFormat.TABLE,
    data: DataOption = None,
) -> None:
    """List the standard questions, or ask the one called NAME of the published warehouse.

    One of them is power_supply_by_province: which firms asked which provinces for power supply, and were they
    promised it?
    """
    from orchestration.command_ask import ask_question, list_questions

    if name is None:
        list_questions(output_format.value)
    elif list_:
        raise click.UsageError("--list goes without NAME.")
    else:
        ask_question(choose_settings(data), name, output_format.value)


@app.command()
def describe(
    table: Annotated[
        str | None,
        typer.Argument(metavar="[TABLE]", help="The table whose columns are shown.", show_default=False),
    ] = None,
    output_format: Annotated[
        OutputFormat, typer.Option("--format", help="How the description is printed.")
    ] = OutputFormat.TABLE,
    data: DataOption = None,
) -> None:
    """Show the published tables, their rows and what they hold, or what the columns of TABLE mean."""
    from orchestration.command_describe import describe_release, describe_table

    if table is None:
        describe_release(choose_settings(data), output_format.value)
    else:
        describe_table(choose_settings(data), table, output_format.value)


@app.command()
def verify(
    every: Annotated[
        bool, typer.Option("--all", help="Verify every release that is kept, not the current one alone.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Hold the published release against its checksums, and tell what is damaged, missing or too many.

    Leaves with 0 if all of it is as it was published, with 1 if not.
    """
    from orchestration.command_verify import run_verify

    run_verify(choose_settings(data), every=every)


@app.command()
def export(
    output_format: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            help="What to write: one file a table, or for xlsx one workbook with a sheet a table. jsonl is one JSON "
            "object a row; annotations is the facts as W3C Web Annotations of the articles' texts, also in JSON Lines.",
        ),
    ] = ExportFormat.CSV,
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--table",
            metavar="T",
            help="Export this table; may be given several times [default: all tables; for annotations all of facts].",
            show_default=False,
        ),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(
            "--where",
            metavar="SQL",
            help="Export only rows for which this holds, such as \"category = 'land'\"; needs exactly one --table.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            metavar="PATH",
            help="Folder to write to; for one table or a workbook also a file; - writes one table as csv, jsonl or "
            "annotations to standard output [default: potline-RELEASE in the current folder].",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
    data: DataOption = None,
) -> None:
    """Write tables of the published warehouse to files for Excel, Python, annotation tools and others.

    In csv and xlsx a text that begins like a formula gets a ' in front, so that no spreadsheet runs it.
    """
    from orchestration.command_export import run_export

    run_export(choose_settings(data), Wanted(output_format, tables or (), where, output, force))


@app.command()
def metrics(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[METRIC]...", help="Metrics to compute; none lists all that there are."),
    ] = None,
    group_by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="DIMENSION", help="A row for each of its values; can be repeated."),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="SQL",
            help="Condition with dimensions as {{ Dimension('demand__category') }}; can be repeated.",
        ),
    ] = None,
    order_by: Annotated[
        list[str] | None,
        typer.Option(
            "--order", metavar="NAME", help="Metric or dimension to order by; -NAME for the other way round."
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Rows at most.")] = None,
    only_sql: Annotated[bool, typer.Option("--sql", help="Print the query instead of running it.")] = False,
    output_format: Annotated[
        OutputFormat, typer.Option("--format", help="How the result is printed.")
    ] = OutputFormat.TABLE,
    data: DataOption = None,
) -> None:
    """Compute metrics of the semantic layer on the published warehouse."""
    from orchestration.command_metrics import Question, run_metrics

    question = Question(names or [], group_by or [], where or [], order_by or [], limit)
    run_metrics(choose_settings(data), question, output_format.value, only_sql=only_sql)


@app.command()
def connect(
    output_format: Annotated[
        ConnectFormat, typer.Option("--format", help="For people, or for programs.")
    ] = ConnectFormat.TEXT,
    data: DataOption = None,
) -> None:
    """Print where the published warehouse lies, and a ready string for each client."""
    from orchestration.command_connect import show_connections

    show_connections(choose_settings(data), output_format.value)
