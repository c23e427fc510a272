"""What a person may have meant who wrote a name that is not there."""

from collections.abc import Iterable
from difflib import get_close_matches

from orchestration.terminal import CommandError

# Shorter ones are part of almost every name.
SHORTEST_PART = 3


def unknown_name(kind: str, name: str, known: Iterable[str], command: str) -> CommandError:
    """Return the error that says so, with the names closest to it, or else how to see all.

    Args:
        kind: what is named, such as "table".
        name: what was written.
        known: the names that are there.
        command: what lists them.
    """
    names = sorted(known)
    close = get_close_matches(name.lower(), names, n=3, cutoff=0.6)
    if len(name) >= SHORTEST_PART:
        close += [each for each in names if name.lower() in each and each not in close]
    if not close:
        return CommandError(f"There is no {kind} {name}; `{command}` lists all.")
    *others, last = close[:3]
    meant = f"{', '.join(others)} or {last}" if others else last
    return CommandError(f"There is no {kind} {name}; did you mean {meant}?")
