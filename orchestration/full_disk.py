"""What is said when no more can be written, whoever finds it out: one sentence that names the place."""

import errno
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

_NO_SPACE = "There is no space left on the disk for {place}"
_NO_QUOTA = "The disk quota for {place} is used up"
_TOO_LARGE = "The system lets no file become as large as {place} would have to (ulimit -f)"
_BY_NUMBER = {errno.ENOSPC: _NO_SPACE, errno.EDQUOT: _NO_QUOTA, errno.EFBIG: _TOO_LARGE}
# DuckDB, also inside dbt, and the SQLite of Dagster's records tell these in words only.
_BY_WORDS = {
    "No space left on device": _NO_SPACE,
    "database or disk is full": _NO_SPACE,
    "Disk quota exceeded": _NO_QUOTA,
    "File too large": _TOO_LARGE,
}
# SQLite says this of a full disk, too, when it is its shared memory that finds no room.
_BROKEN = "The disk for {place} gives errors"
_BROKEN_WORDS = "disk I/O error"
# Below it a disk counts as full: more than SQLite or a log wants at a time.
_LEAST_BYTES = 1_000_000
_NAMED_FILE = re.compile(r"""file:? ["']([^"']+)["']""", re.IGNORECASE)


class FullDiskError(Exception):
    """No more can be written; the message is one sentence."""


def explain_full_disk(error: BaseException, place: Path | None = None) -> str | None:
    """Return what to say of an error that comes from a full disk; None of any other.

    Args:
        error: it, or what came of it.
        place: what was being written where the error does not tell.
    """
    for link in _walk_chain(error):
        number = link.errno if isinstance(link, OSError) else None
        text = str(link)
        said = _BY_NUMBER.get(number or 0) or next(
            (said for words, said in _BY_WORDS.items() if words in text), None
        )
        if said is None and _BROKEN_WORDS in text:
            said = _NO_SPACE if place is not None and _is_full(place) else _BROKEN
        if said is not None:
            named = _find_place(link, text)
            return said.format(place=named or place or "what is written") + "."
    return None


def _is_full(place: Path) -> bool:
    return place.exists() and shutil.disk_usage(place).free < _LEAST_BYTES


def _find_place(error: BaseException, text: str) -> str | None:
    """The file that is named in the line that tells the fault; the others may be those of a stack trace."""
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return error.filename
    lines = (
        line for line in text.splitlines() if any(words in line for words in (*_BY_WORDS, _BROKEN_WORDS))
    )
    found = next((match for match in map(_NAMED_FILE.search, lines) if match), None)
    return found[1] if found else None


def _walk_chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__
