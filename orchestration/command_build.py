"""`potline build`: the whole line on one folder, with progress, and a summary or one sentence at the end."""

import os
from pathlib import Path

from ingest.articles.columns import write_columns
from ingest.articles.landing import Landing, RemoteError, name_landing, scan_landing
from ingest.engines.spark import SparkError, check_spark
from orchestration.build_lock import BuildLockedError, hold_build_lock
from orchestration.closing_words import print_summary
from orchestration.manifest import ManifestError, ensure_manifest
from orchestration.settings import (
    COLUMNS_VARIABLE,
    DATA_VARIABLE,
    ENGINE_VARIABLE,
    INPUT_VARIABLE,
    MANIFEST_PATH,
    SPARK_MASTER_VARIABLE,
    WORKERS_VARIABLE,
    Engine,
    Settings,
)
from orchestration.terminal import CommandError, message_console, output_console
from orchestration.terminal_progress import TerminalProgress
from warehouse.corrections_file import CorrectionsError, read_corrections

SUFFIXES = ".txt, .jsonl, .parquet, .html or .warc"


def run_build(settings: Settings, *, full_refresh: bool) -> None:
    """Build and publish, then print what came of it.

    Raises:
        CommandError: the folders, the corrections or the engine cannot be used, another build is running, or a step or a check failed.
    """
    check_engine(settings)
    check_landing_folder(settings.landing)
    check_data_folder(settings)
    check_corrections(settings)
    os.environ[DATA_VARIABLE] = str(settings.data)
    os.environ[INPUT_VARIABLE] = str(settings.landing)
    os.environ[COLUMNS_VARIABLE] = write_columns(settings.columns)
    os.environ[WORKERS_VARIABLE] = str(settings.workers or "")
    os.environ[ENGINE_VARIABLE] = settings.engine
    os.environ[SPARK_MASTER_VARIABLE] = settings.spark_master
    console = message_console()
    with console.status("Getting ready ..."):
        try:
            ensure_manifest()
        except ManifestError as error:
            raise CommandError(
                f"The dbt project cannot be parsed; the details are in {MANIFEST_PATH.with_name('dbt.log')}."
            ) from error
        # Slow to import, so only here and only now.
        from orchestration.build_run import run_job
    release_before = current_release(settings)
    run_job(settings, full_refresh=full_refresh, progress=TerminalProgress(console))
    is_unchanged = release_before is not None and current_release(settings) == release_before
    print_summary(settings, output_console(), is_unchanged=is_unchanged)


def check_engine(settings: Settings) -> None:
    """Make sure, before anything is read, that what extraction is to run on is there.

    Raises:
        CommandError: it is not.
    """
    if settings.engine is not Engine.SPARK:
        return
    try:
        check_spark(settings.spark_master)
    except SparkError as error:
        raise CommandError(f"{error} Nothing was read or published.") from error


def check_landing_folder(landing: Landing) -> None:
    """Make sure that there is something to read.

    Raises:
        CommandError: the folder is missing, is none, cannot be read or reached, or holds no input.
    """
    if isinstance(landing, Path):
        check_local_folder(landing)
    try:
        first = next(scan_landing(landing), None)
    except RemoteError as error:
        raise CommandError(str(error)) from error
    if first is None:
        raise CommandError(
            f"There is nothing to read in {name_landing(landing)}: no file ends in {SUFFIXES}."
        )


def check_local_folder(landing: Path) -> None:
    """Make sure that a folder of this machine can be read.

    Raises:
        CommandError: it cannot.
    """
    if not landing.exists():
        raise CommandError(f"There is no folder {landing}.")
    if not landing.is_dir():
        raise CommandError(f"{landing} is a file; give the folder that holds the articles.")
    if not os.access(landing, os.R_OK | os.X_OK):
        raise CommandError(f"{landing} cannot be read.")


def check_data_folder(settings: Settings) -> None:
    """Make sure that the data folder can be written and that no build is running in it.

    Raises:
        CommandError: it cannot be written, or another build holds it.
    """
    try:
        with hold_build_lock(settings.lock_path):
            pass
        settings.logs.mkdir(parents=True, exist_ok=True)
    except BuildLockedError as error:
        raise CommandError(f"{error} Wait for it to end, or give another folder with --data.") from error
    except OSError as error:
        raise CommandError(f"{settings.data} cannot be written: {error.strerror or error}.") from error


def check_corrections(settings: Settings) -> None:
    """Make sure, before anything is read, that the corrections can be used.

    Raises:
        CommandError: they cannot; the message names the line.
    """
    try:
        read_corrections(settings.corrections_path)
    except CorrectionsError as error:
        raise CommandError(f"{error} Nothing was read or published.") from error


def current_release(settings: Settings) -> Path | None:
    """Return the folder of the current release; None before the first."""
    current = settings.published / "current"
    return current.resolve() if current.exists() else None
