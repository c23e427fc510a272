"""The command itself, and what its subcommands have in common."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.settings import (
    COLUMNS_VARIABLE,
    DATA_VARIABLE,
    ENGINE_VARIABLE,
    INPUT_VARIABLE,
    SPARK_MASTER_VARIABLE,
    WORKERS_VARIABLE,
    Engine,
    Settings,
    read_settings,
)

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


def choose_settings(
    data: Path | None,
    landing: str | None = None,
    columns: str | None = None,
    workers: int | None = None,
    engine: Engine | None = None,
    master: str | None = None,
    others: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings of the environment, with what the command was told in place of its variables.

    Raises:
        SettingsError: one of them cannot be used.
    """
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
