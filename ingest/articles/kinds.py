"""Which kind of input a name stands for: its form by the suffix, and what it is compressed with."""

from enum import StrEnum
from typing import NamedTuple


class Form(StrEnum):
    """What the content of a file is."""

    TEXT = "text"
    """One article."""
    LINES = "lines"
    """JSON Lines: one article a line."""
    PARQUET = "parquet"
    """One article a row."""
    PAGE = "page"
    """One web page."""
    ARCHIVE = "archive"
    """A web archive: one page a response."""


class Kind(NamedTuple):
    """A form, and the codec around it as pyarrow calls it; None where there is none."""

    form: Form
    compression: str | None


_FORMS = {
    ".txt": Form.TEXT,
    ".jsonl": Form.LINES,
    ".ndjson": Form.LINES,
    ".html": Form.PAGE,
    ".htm": Form.PAGE,
    ".warc": Form.ARCHIVE,
    ".parquet": Form.PARQUET,
}
_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
_PLAIN_TEXT = Kind(Form.TEXT, None)
# Compresses its own pages, and is read from its end.
_NEVER_PACKED = frozenset({Form.PARQUET})


def tell_kind(name: str) -> Kind | None:
    """Tell the kind of input from a file's name, whatever its case; None for what is no input."""
    if name.endswith(".txt"):
        return _PLAIN_TEXT
    stem, suffix = _split_suffix(name.lower())
    compression = _COMPRESSIONS.get(suffix)
    if compression:
        _, suffix = _split_suffix(stem)
    form = _FORMS.get(suffix)
    if form is None or (compression and form in _NEVER_PACKED):
        return None
    return Kind(form, compression)


def may_be_folder(name: str) -> bool:
    """Tell whether a folder of this name is customary: a table of Parquet files is one, called as its files are."""
    return name.lower().endswith(".parquet")


def _split_suffix(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return stem, dot + suffix
