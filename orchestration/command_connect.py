"""`potline connect`: what to give to each client so that it opens the current release."""

import json
import sys
from typing import Literal

from rich.text import Text

from orchestration.connections import Connection, describe_connections
from orchestration.published import find_published
from orchestration.settings import Settings
from orchestration.terminal import clean_text, output_console

Format = Literal["text", "json"]

CATALOG = "potline"
SCHEMA = "marts"


def show_connections(settings: Settings, output_format: Format) -> None:
    """Print where the current release lies, and the ready string for each client.

    Raises:
        CommandError: nothing is published.
    """
    database = find_published(settings)
    parquet = database.with_name("parquet")
    release = database.parent.resolve()
    connections = describe_connections(database, parquet)
    if output_format == "json":
        document = {
            "release_id": release.name,
            "release": str(release),
            "database": str(database),
            "parquet": str(parquet),
            "catalog": CATALOG,
            "schema": SCHEMA,
            "clients": {connection.client: connection.text for connection in connections},
        }
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
        return
    lines = [
        f"{'Release':10} {release.name}",
        f"{'Folder':10} {release}",
        f"{'Database':10} {database}",
        f"{'Names':10} catalog {CATALOG}, schema {SCHEMA}",
    ]
    for connection in connections:
        lines += ["", connection.title, *(f"    {line}" for line in _lines_of(connection))]
    lines += ["", "What each client needs, and what was tried: docs/connect.md"]
    console = output_console()
    for line in lines:
        console.print(Text(clean_text(line)), soft_wrap=True)


def _lines_of(connection: Connection) -> list[str]:
    if connection.text is None:
        return [
            f"cannot open this path, because there is a {connection.forbidden} in it: link the data folder to a path "
            "without one."
        ]
    return connection.text.split("\n")
