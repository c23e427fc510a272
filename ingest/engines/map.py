"""Extraction as a map over batches of articles: what every engine does with one batch, whatever it runs on."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from ingest.articles.reasons import Reason
from ingest.engines.limit import TimeIsUpError
from ingest.extract import extract
from ingest.extraction import Article, Extraction, tabulate
from ingest.lexicon import Lexicon

Reader = Callable[[Article, Lexicon], Extraction]
"""What reads one article: `extract`."""

MAX_DETAIL = 200
"""Characters of what an error says of itself that are told."""


class Failure(NamedTuple):
    """An article that was not read to its end.

    Attributes:
        article_id: the article.
        published_on: the publication date that it was to be read with.
        reason: `too_slow` or `extraction_failed`.
        detail: a short sentence for a person.
        trace: where it happened, for the log; empty where nobody knows.
    """

    article_id: str
    published_on: date | None
    reason: Reason
    detail: str
    trace: str = ""


class ExtractedBatch(NamedTuple):
    """What one batch of articles yields.

    Attributes:
        article_ids: the articles that were read, those without a single fact too, and those that failed.
        tables: one Arrow table a table of schema `extracted`, by name; an article that failed is in none.
        failures: the articles that failed.
    """

    article_ids: list[str]
    tables: Mapping[str, pa.Table]
    failures: tuple[Failure, ...] = ()


def map_batch(
    batch: pa.Table,
    lexicon: Lexicon,
    version: str,
    *,
    guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    read: Reader = extract,
) -> ExtractedBatch:
    """Extract one batch. An article that cannot be read is a failure of its own and takes nothing from the others.

    Args:
        batch: articles as `extract_batch` takes them.
        lexicon: the compiled language pack and world.
        version: the extractor version to record.
        guard: what watches over the reading of each article; it may raise `TimeIsUpError`.
        read: what reads an article.
    """
    articles = list_articles(batch)
    failures: dict[str, Failure] = {}

    def read_all(some: list[Article]) -> Iterator[Extraction]:
        for article in some:
            try:
                with guard():
                    extraction = read(article, lexicon)
            except (Exception, TimeIsUpError) as error:
                failures[article.article_id] = explain(article, error)
            else:
                yield extraction

    with pause_collection():
        try:
            tables = tabulate(read_all(articles), version)
        except Exception:
            # A row that Arrow does not take: it is found by taking the articles one by one.
            tables = _tabulate_singly(articles, read_all, failures, version)
    return ExtractedBatch([article.article_id for article in articles], tables, tuple(failures.values()))


def list_articles(batch: pa.Table) -> list[Article]:
    """The rows of a batch as articles."""
    columns = (batch.column(name).to_pylist() for name in Article._fields)
    return [Article(*values) for values in zip(*columns, strict=True)]


def explain(article: Article, error: BaseException) -> Failure:
    """Say of an error, in words that are the same each time, why an article has no facts."""
    message = " ".join(printable(str(error)).split())
    if isinstance(error, TimeIsUpError):
        return Failure(article.article_id, article.published_on, Reason.TOO_SLOW, message)
    words = f"{type(error).__name__}: {message[:MAX_DETAIL]}".rstrip(":. ")
    detail = f"The extractor failed with {words}."
    trace = printable("".join(traceback.format_exception(error)))
    return Failure(article.article_id, article.published_on, Reason.EXTRACTION_FAILED, detail, trace)


def printable(text: str) -> str:
    """A text in which nothing is left that a terminal, a log or a file could not take: an error may quote an article."""
    return "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode("ascii") for c in text
    )


def _tabulate_singly(
    articles: list[Article],
    read_all: Callable[[list[Article]], Iterator[Extraction]],
    failures: dict[str, Failure],
    version: str,
) -> dict[str, pa.Table]:
    found = [tabulate((), version)]
    for article in articles:
        try:
            found.append(tabulate(read_all([article]), version))
        except Exception as error:
            failures[article.article_id] = explain(article, error)
    return {name: pa.concat_tables(tables[name] for tables in found) for name in found[0]}


@contextmanager
def pause_collection() -> Iterator[None]:
    """Look for no cyclic garbage meanwhile.

    Extraction makes none: what it makes dies with the article by counting references. In a long article, where a
    million objects live at once, looking for it costs a fifth of the time. A batch is bounded, and behind it all is
    as before.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def pack_table(table: pa.Table) -> bytes:
    """A table as an Arrow IPC stream: a pickled slice would carry all that it was cut from."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


_FAILURES = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("published_on", pa.date32()),
        pa.field("reason", pa.string()),
        pa.field("detail", pa.string()),
        pa.field("trace", pa.string()),
    ]
)


def pack_failures(failures: Iterable[Failure]) -> bytes:
    """Failures as an Arrow IPC stream."""
    return pack_table(pa.Table.from_pylist([failure._asdict() for failure in failures], _FAILURES))


def unpack_failures(packed: bytes) -> tuple[Failure, ...]:
    """The failures of an Arrow IPC stream."""
    rows = unpack_table(packed).to_pylist()
    return tuple(Failure(**{**row, "reason": Reason(row["reason"])}) for row in rows)


def unpack_table(packed: bytes) -> pa.Table:
    """The table of an Arrow IPC stream."""
    with pa.ipc.open_stream(packed) as reader:
        return reader.read_all()
