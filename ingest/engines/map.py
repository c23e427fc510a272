"""Extraction as a map over batches of articles: what every engine does with one batch, whatever it runs on."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import pyarrow as pa

from ingest.extract import extract_batch
from ingest.lexicon import Lexicon


class ExtractedBatch(NamedTuple):
    """What one batch of articles yields.

    Attributes:
        article_ids: the articles that were read, those without a single fact too.
        tables: one Arrow table a table of schema `extracted`, by name.
    """

    article_ids: list[str]
    tables: Mapping[str, pa.Table]


def map_batch(batch: pa.Table, lexicon: Lexicon, version: str) -> ExtractedBatch:
    """Extract one batch.

    Args:
        batch: articles as `extract_batch` takes them.
        lexicon: the compiled language pack and world.
        version: the extractor version to record.
    """
    with pause_collection():
        return ExtractedBatch(batch["article_id"].to_pylist(), extract_batch(batch, lexicon, version))


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


def unpack_table(packed: bytes) -> pa.Table:
    """The table of an Arrow IPC stream."""
    with pa.ipc.open_stream(packed) as reader:
        return reader.read_all()
