"""The terminal: where output goes, and what text from outside may do to it (nothing)."""

import sys

from rich.console import Console
from rich.text import Text


class CommandError(Exception):
    """A command cannot do what it was asked; the message is one sentence for a person."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def clean_text(value: object) -> str:
    """Return a value as printable text: control and formatting characters become visible escapes.

    Articles come from outside; an escape sequence in one must not reach the terminal.
    """
    return "".join(
        character if character.isprintable() or character == "\n" else _escape(character)
        for character in str(value)
    )


def shorten_text(value: object, length: int) -> str:
    """Return a value as one printable line of at most so many characters; NULL is a dash."""
    if value is None:
        return "-"
    line = clean_text(" ".join(str(value).split()))
    return line if len(line) <= length else line[: length - 1] + "…"


def cell(value: object, length: int = 60) -> Text:
    """Return a table cell that rich takes as it is, with no markup in it."""
    return Text(shorten_text(value, length))


def first_line(error: Exception) -> str:
    """Return the first line of an error's message."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def output_console() -> Console:
    """Return the console of results."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=False)


def message_console() -> Console:
    """Return the console of progress and messages."""
    return Console(file=sys.stderr, highlight=False)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
