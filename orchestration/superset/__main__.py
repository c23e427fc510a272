"""`python -m orchestration.superset`: what `make superset` and its kin run."""

import os
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer

from orchestration.settings import DATA_VARIABLE, Settings, SettingsError, read_settings
from orchestration.superset.bundle import database_uri, keep_export, pack_assets
from orchestration.superset.client import Superset
from orchestration.superset.home import FOLDER, USER, Home, install_superset, open_home
from orchestration.superset.server import Server, run_server
from orchestration.superset.smoke import SLUG, check_charts, draw_dashboard
from orchestration.terminal import CommandError, clean_text

PORT = 8088
HOME = FOLDER / "home"
# The check has tables of its own: it shall not write over what somebody has changed in the dashboard.
CHECK_HOME = FOLDER / "check"
INTERRUPTED = 130


class Task(StrEnum):
    """What is to be done."""

    SERVE = "serve"
    CHECK = "check"
    INSTALL = "install"
    EXPORT = "export"


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def run_task(
    task: Annotated[
        Task,
        typer.Argument(
            help="serve: import the dashboard and run Superset. check: ask every chart for its data, draw the dashboard "
            "once, and stop. install: only bring Superset in. export: write the dashboard as it was last changed in "
            "Superset into the project."
        ),
    ] = Task.SERVE,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="Data folder with the release [default: data/]."),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where Superset listens.")] = PORT,
) -> None:
    """Run Superset with the dashboard of the current release, on this machine alone."""
    if task is Task.INSTALL:
        install_superset(say)
    elif task is Task.EXPORT:
        export_dashboard()
    elif task is Task.CHECK:
        check_dashboard(choose_settings(data))
    else:
        serve_dashboard(choose_settings(data), port)


def serve_dashboard(settings: Settings, port: int) -> None:
    """Import the dashboard and serve it until Ctrl-C."""
    uri = find_release(settings)
    install_superset(say)
    home = open_home(HOME, say)
    with run_server(home, port) as server:
        open_superset(server, home).import_assets(pack_assets(uri))
        say(
            f"The dashboard is at {server.url}/superset/dashboard/{SLUG}/\n"
            f"User {USER}; the password is in {home.password_path}. Ctrl-C ends it."
        )
        server.process.wait()
    raise CommandError(f"Superset has ended by itself; {home.log_path} says why.")


def check_dashboard(settings: Settings) -> None:
    """Import the dashboard into a server for the while, and see that every chart gives data."""
    uri = find_release(settings)
    install_superset(say)
    home = open_home(CHECK_HOME, say)
    with run_server(home) as server:
        superset = open_superset(server, home)
        superset.import_assets(pack_assets(uri))
        charts = check_charts(superset)
        for chart in charts:
            say(f"{chart.name}: {chart.failure or f'{chart.rows} rows'}")
        failed = [chart.name for chart in charts if chart.failure]
        if failed or not charts:
            raise CommandError(f"{len(failed)} of {len(charts)} charts give no data: {', '.join(failed)}.")
        picture = draw_dashboard(superset, home, len(charts))
    say(f"The picture is {picture}" if picture else "No picture is made: no Chromium is installed.")


def export_dashboard() -> None:
    """Write the dashboard as the server of `make superset` has it into the project."""
    install_superset(say)
    home = open_home(HOME, say)
    with run_server(home) as server:
        superset = open_superset(server, home)
        keep_export(export_assets(superset))
    say(
        "The dashboard in orchestration/superset/dashboard is as it is in Superset; git diff shows what that changed."
    )


def export_assets(superset: Superset) -> bytes:
    """Return the ZIP in which Superset exports the dashboard."""
    number = superset.get(f"/api/v1/dashboard/{SLUG}")["result"]["id"]
    return superset.get_bytes(f"/api/v1/dashboard/export/?q=!({number})")


def open_superset(server: Server, home: Home) -> Superset:
    """Log in as the user of a home."""
    return Superset(server.url, USER, home.password)


def choose_settings(data: Path | None) -> Settings:
    """Return the settings of the environment, with another data folder if one is named."""
    return read_settings({**os.environ, DATA_VARIABLE: str(data)} if data else None)


def find_release(settings: Settings) -> str:
    """Return the address of the current release.

    Raises:
        CommandError: nothing is published.
    """
    if not settings.published_path.exists():
        raise CommandError(f"Nothing is published in {settings.data} yet: run `make run` first.")
    return database_uri(settings.published_path)


def say(words: str) -> None:
    """Tell the person at the terminal."""
    print(clean_text(words), file=sys.stderr, flush=True)


def main() -> None:
    """Run, and turn what can go wrong into a sentence."""
    # Ended from outside, the server must not stay behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except click.UsageError as error:
        say(error.format_message())
        sys.exit(error.exit_code)
    except (CommandError, SettingsError) as error:
        say(str(error))
        sys.exit(getattr(error, "exit_code", 1))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
