"""The command `potline`: what can be asked for. How each command does it is in its own `command_` module.

Only light imports here: `potline --help` must not wait for Dagster, dbt or pandas.
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer

from orchestration.exports.wanted import ExportFormat, Wanted
from orchestration.settings import (
    COLUMNS_VARIABLE,
    DATA_VARIABLE,
    ENGINE_VARIABLE,
    INPUT_VARIABLE,
    POSTGRES_SCHEMA_VARIABLE,
    POSTGRES_URL_VARIABLE,
    SPARK_MASTER_VARIABLE,
    WORKERS_VARIABLE,
    Engine,
    Settings,
    SettingsError,
    read_settings,
)
from orchestration.terminal import CommandError, clean_text, first_line

INTERRUPTED = 130
STOPPED = "Stopped; what was published before is as it was."

app = typer.Typer(
    name="potline",
    help="Raw news text in, a queryable warehouse out: who met whom in China's aluminium industry, what they said, "
    "asked for and promised.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

publish_app = typer.Typer(
    help="Publish the current release to where others read it.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(publish_app, name="publish")


class OutputFormat(StrEnum):
    """How a query's result is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ConnectFormat(StrEnum):
    """How connection strings are printed."""

    TEXT = "text"
    JSON = "json"


DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Folder that holds everything a build writes [default: data/ in the project, or $POTLINE_DATA].",
        show_default=False,
    ),
]


@app.command()
def build(
    landing: Annotated[
        str | None,
        typer.Argument(
            metavar="[INPUT]",
            help="Folder of articles (.txt, .jsonl, .parquet, .html, .warc, packed or not), read with all folders in "
            "it; or its URL: s3://, gs://, https:// [default: the samples, or $POTLINE_INPUT].",
            show_default=False,
        ),
    ] = None,
    data: DataOption = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="MAPPING",
            help="Columns of JSON Lines and Parquet, such as text=body,date=day "
            "[default: text=text,url=url,date=published_on|date,title=title, or $POTLINE_COLUMNS].",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            min=1,
            help="Processes that extract facts [default: one a core, or $POTLINE_WORKERS].",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        Engine | None,
        typer.Option(
            "--engine",
            help="What facts are extracted on: this machine, or Spark [default: local, or $POTLINE_ENGINE].",
            show_default=False,
        ),
    ] = None,
    master: Annotated[
        str | None,
        typer.Option(
            "--master",
            metavar="URL",
            help="Spark's master, such as spark://host:7077 [default: local[*], or $POTLINE_SPARK_MASTER].",
            show_default=False,
        ),
    ] = None,
    full_refresh: Annotated[
        bool,
        typer.Option("--full-refresh", help="Extract every article again, not only new ones, and rebuild."),
    ] = False,
) -> None:
    """Read a folder of articles, extract, normalise, check, and publish the warehouse."""
    from orchestration.command_build import run_build

    settings = _choose_settings(data, landing, columns, workers, engine, master)
    run_build(settings, full_refresh=full_refresh)


@app.command()
def status(data: DataOption = None) -> None:
    """Show what is published, when, from how many articles, what was corrected, and what was rejected and why."""
    from orchestration.command_status import show_status

    show_status(_choose_settings(data))


@app.command()
def corrections(
    template: Annotated[
        bool,
        typer.Option(
            "--template", help="Write corrections.csv with an example of each line to the data folder."
        ),
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only say whether the file can be used.")] = False,
    data: DataOption = None,
) -> None:
    """List what corrections.csv in the data folder puts right, and what became of each line (docs/corrections.md)."""
    from orchestration.command_corrections import check_file, show_corrections, write_template

    settings = _choose_settings(data)
    if template:
        write_template(settings)
    elif check:
        check_file(settings)
    else:
        show_corrections(settings)


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

    run_query(_choose_settings(data), sql, output_format.value)


@app.command()
def connect(
    output_format: Annotated[
        ConnectFormat, typer.Option("--format", help="For people, or for programs.")
    ] = ConnectFormat.TEXT,
    data: DataOption = None,
) -> None:
    """Print where the published warehouse lies, and a ready string for each client."""
    from orchestration.command_connect import show_connections

    show_connections(_choose_settings(data), output_format.value)


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
    run_metrics(_choose_settings(data), question, output_format.value, only_sql=only_sql)


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
        ask_question(_choose_settings(data), name, output_format.value)


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
        describe_release(_choose_settings(data), output_format.value)
    else:
        describe_table(_choose_settings(data), table, output_format.value)


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

    run_export(_choose_settings(data), Wanted(output_format, tables or (), where, output, force))


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD", help="Folder of annotated articles, one JSON file each (tests/golden/README.md)."
        ),
    ],
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts", metavar="DIR", help="Folder of their texts [default: where the gold files say]."
        ),
    ] = None,
    differences: Annotated[
        bool, typer.Option("--differences", help="List every miss and every row too many.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Score the extractor on annotated articles, and write the figures to QUALITY.md in the data folder."""
    from orchestration.command_evaluate import run_evaluation

    run_evaluation(_choose_settings(data), gold, texts, show_differences=differences)


@publish_app.command("postgres")
def publish_postgres(
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="URL",
            help="The database: postgresql://user@host:5432/database; a password is better kept in ~/.pgpass or "
            "$POTLINE_POSTGRES_URL than given here [default: $POTLINE_POSTGRES_URL].",
            show_default=False,
        ),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option(
            "--schema",
            metavar="NAME",
            help="The schema that readers see [default: marts, or $POTLINE_POSTGRES_SCHEMA].",
            show_default=False,
        ),
    ] = None,
    reader: Annotated[
        list[str] | None,
        typer.Option(
            "--reader",
            metavar="ROLE",
            help="A role that may read, and nothing else; may be given several times "
            "[default: those in $POTLINE_POSTGRES_READERS].",
            show_default=False,
        ),
    ] = None,
    data: DataOption = None,
) -> None:
    """Make a schema of a PostgreSQL database hold the current release, without disturbing its readers."""
    from orchestration.command_publish import run_publish_to_postgres

    variables = {POSTGRES_URL_VARIABLE: url, POSTGRES_SCHEMA_VARIABLE: schema}
    settings = _choose_settings(data, others={name: value for name, value in variables.items() if value})
    run_publish_to_postgres(
        replace(settings, postgres_readers=tuple(dict.fromkeys(reader))) if reader else settings
    )


def main() -> None:
    """Run the command and exit: 0 done, 1 it failed, 2 it was called wrongly, 130 it was stopped."""
    try:
        exit_code = app(standalone_mode=False) or 0
        if exit_code == INTERRUPTED:  # typer has turned the interruption into its exit code
            _complain(STOPPED)
        sys.exit(exit_code)
    except click.UsageError as error:
        # Where choices are listed the message has several lines.
        _complain(f"{' '.join(error.format_message().split())} See `potline --help`.")
        sys.exit(error.exit_code)
    except (CommandError, SettingsError) as error:
        _complain(str(error))
        sys.exit(getattr(error, "exit_code", 1))
    except (click.Abort, KeyboardInterrupt):
        _complain(STOPPED)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); Python must not complain about it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        _complain(f"Something unforeseen went wrong: {first_line(error)} (details in {_write_trace()}).")
        sys.exit(1)


def _choose_settings(
    data: Path | None,
    landing: str | None = None,
    columns: str | None = None,
    workers: int | None = None,
    engine: Engine | None = None,
    master: str | None = None,
    others: Mapping[str, str] | None = None,
) -> Settings:
    variables = {**os.environ, **(others or {})}
    if data is not None:
        variables[DATA_VARIABLE] = str(data)
    if landing is not None:
        variables[INPUT_VARIABLE] = landing
    if columns is not None:
        variables[COLUMNS_VARIABLE] = columns
    if workers is not None:
        variables[WORKERS_VARIABLE] = str(workers)
    if engine is not None:
        variables[ENGINE_VARIABLE] = engine
    if master is not None:
        variables[SPARK_MASTER_VARIABLE] = master
    return read_settings(variables)


def _write_trace() -> Path:
    """Write the trace of the error at hand to a file for whoever mends it, and return its path."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="potline-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(traceback.format_exc())
    return Path(file.name)


def _complain(message: str) -> None:
    print(f"potline: {clean_text(message)}", file=sys.stderr)
