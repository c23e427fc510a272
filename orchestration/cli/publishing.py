"""Subcommands that bring the release to others."""

from dataclasses import replace
from typing import Annotated

import typer

from orchestration.cli.app import DataOption, choose_settings, publish_app
from orchestration.settings import POSTGRES_SCHEMA_VARIABLE, POSTGRES_URL_VARIABLE


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
    settings = choose_settings(data, others={name: value for name, value in variables.items() if value})
    run_publish_to_postgres(
        replace(settings, postgres_readers=tuple(dict.fromkeys(reader))) if reader else settings
    )
