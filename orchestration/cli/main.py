"""Runs the command, and turns what goes wrong into one sentence and an exit code."""

import io
import os
import sys
import tempfile
import traceback
from pathlib import Path

import click

# Importing them is what adds them to the command.
from orchestration.cli import building, publishing, reading  # noqa: F401
from orchestration.cli.app import app
from orchestration.full_disk import explain_full_disk
from orchestration.settings import SettingsError
from orchestration.terminal import CommandError, clean_text, first_line

__all__ = ["app", "main"]

INTERRUPTED = 130
STOPPED = "Stopped; what was published before is as it was."


def main() -> None:
    """Run the command and exit: 0 done, 1 it failed, 2 it was called wrongly, 130 it was stopped."""
    _escape_what_cannot_be_encoded()
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
        _complain(explain_full_disk(error) or _tell_unforeseen(error))
        sys.exit(1)


def _escape_what_cannot_be_encoded() -> None:
    """A terminal in a locale without UTF-8 gets the number of a letter that it does not have, and no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _tell_unforeseen(error: Exception) -> str:
    said = f"Something unforeseen went wrong: {first_line(error)}"
    try:
        return f"{said} (details in {_write_trace()})."
    except OSError:
        return f"{said} (its details could not be written)."


def _write_trace() -> Path:
    """Write the trace of the error at hand to a file for whoever mends it, and return its path."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="potline-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(traceback.format_exc())
    return Path(file.name)


def _complain(message: str) -> None:
    print(f"potline: {clean_text(message)}", file=sys.stderr)
