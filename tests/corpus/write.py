"""Write a corpus: articles into a landing folder in one of three forms, the truth into a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.corpus.article import Article
from tests.corpus.generate import generate
from tests.corpus.truth import Truth

_FILES_A_FOLDER = 1_000
_ROWS_A_FILE = 10_000
_ROWS_A_GROUP = 2_000
_SCHEMA = pa.schema(
    [("text", pa.string()), ("url", pa.string()), ("title", pa.string()), ("published_on", pa.string())]
)


def write_corpus(
    out: Path, article_count: int, seed: int = 0, form: str = "files", truth: Path | None = None
) -> dict[str, int]:
    """Write a corpus, and return the counts of its truth.

    Args:
        out: the landing folder; made if it is not there.
        article_count: how many articles.
        seed: the seed of the generator.
        form: files, jsonl or parquet.
        truth: the folder of the truth; `truth` beside the landing folder if not given.
    """
    truth = out.parent / "truth" if truth is None else truth
    if truth.resolve().is_relative_to(out.resolve()):
        raise ValueError("the truth must not lie in the landing folder")
    out.mkdir(parents=True, exist_ok=True)
    gathered = Truth(truth)
    for article in FORMS[form](generate(article_count, seed), out):
        gathered.add(article)
    return gathered.close()


def _write_files(articles: Iterable[Article], out: Path) -> Iterator[Article]:
    folder = ""
    for index, article in enumerate(articles):
        if index % _FILES_A_FOLDER == 0:
            folder = f"{index // _FILES_A_FOLDER:04d}"
            (out / folder).mkdir(exist_ok=True)
        article.path = f"{folder}/{article.published_on.isoformat()}-{index:07d}.txt"
        with (out / article.path).open("w", encoding="utf-8", newline="\n") as file:
            file.write(article.text)
        yield article


def _write_jsonl(articles: Iterable[Article], out: Path) -> Iterator[Article]:
    for name, rows in _chunk(articles, "jsonl", _ROWS_A_FILE):
        with (out / name).open("w", encoding="utf-8", newline="\n") as file:
            for row, article in enumerate(rows):
                file.write(json.dumps(_as_row(article), ensure_ascii=False) + "\n")
                article.path, article.row = name, row
                yield article


def _write_parquet(articles: Iterable[Article], out: Path) -> Iterator[Article]:
    for name, rows in _chunk(articles, "parquet", _ROWS_A_FILE):
        with pq.ParquetWriter(out / name, _SCHEMA, compression="zstd") as writer:
            first = 0
            while group := list(islice(rows, _ROWS_A_GROUP)):
                writer.write_table(pa.Table.from_pylist([_as_row(a) for a in group], _SCHEMA))
                for row, article in enumerate(group, first):
                    article.path, article.row = name, row
                    yield article
                first += len(group)


FORMS: dict[str, Callable[[Iterable[Article], Path], Iterator[Article]]] = {
    "files": _write_files,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}


def _chunk(articles: Iterable[Article], suffix: str, size: int) -> Iterator[tuple[str, Iterator[Article]]]:
    """The articles as one iterator a file, with the file's name."""
    stream = iter(articles)
    for number, first in enumerate(stream):
        yield f"articles-{number:05d}.{suffix}", _prepend(first, islice(stream, size - 1))


def _prepend(first: Article, others: Iterator[Article]) -> Iterator[Article]:
    yield first
    yield from others


def _as_row(article: Article) -> dict[str, Any]:
    return {
        "text": article.text,
        "url": article.url,
        "title": article.title,
        "published_on": article.published_on.isoformat(),
    }
