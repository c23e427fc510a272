"""Subcommands for whoever builds the warehouse."""

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.app import DataOption, app, choose_settings
from orchestration.settings import Engine


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

    settings = choose_settings(data, landing, columns, workers, engine, master)
    run_build(settings, full_refresh=full_refresh)


@app.command()
def status(data: DataOption = None) -> None:
    """Show what is published, when, from how many articles, what was corrected, and what was rejected and why."""
    from orchestration.command_status import show_status

    show_status(choose_settings(data))


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

    settings = choose_settings(data)
    if template:
        write_template(settings)
    elif check:
        check_file(settings)
    else:
        show_corrections(settings)


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

    run_evaluation(choose_settings(data), gold, texts, show_differences=differences)
