"""The articles around what is quoted from them: whole where they are short, in pieces where they are long."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import duckdb

from orchestration.report.rows import fetch_rows

LONGEST_WHOLE = 6_000
"""A longer article is shown in pieces around what is quoted from it; in characters."""
MOST_CHARACTERS = 400_000
"""Of whole articles; once so much is shown, all others come in pieces."""
AROUND = 300
"""Characters before and behind a quotation, in a piece."""


class Span(NamedTuple):
    """A place in an article, in code points."""

    article_id: str
    start_char: int
    end_char: int


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int


def cut_articles(con: duckdb.DuckDBPyConnection, spans: list[Span]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the articles of spans in the order in which they are first named, and the text of each span.

    An article has `id`, `title`, `source`, `publisher`, `published`, `length`, and `pieces`: pairs of a start and a
    text, in order and apart from each other, that hold every span.
    """
    order = list(dict.fromkeys(span.article_id for span in spans))
    rows = {
        row["article_id"]: row
        for row in fetch_rows(
            con,
            """
            select article_id, title, source_path, publisher, published_on, text
            from marts.dim_articles
            where article_id in (select unnest($1::varchar[]))
            """,
            (order,),
        )
    }
    of_article = {
        article_id: list(group)
        for article_id, group in groupby(sorted(spans), key=lambda span: span.article_id)
    }
    articles, shown = [], 0
    for article_id in order:
        row = rows[article_id]
        text = row["text"]
        if len(text) <= LONGEST_WHOLE and shown + len(text) <= MOST_CHARACTERS:
            pieces = [_Piece(0, len(text))]
            shown += len(text)
        else:
            pieces = _join([_widen(text, span) for span in of_article[article_id]])
        articles.append(
            {
                "id": article_id,
                "title": row["title"],
                "source": row["source_path"],
                "publisher": row["publisher"],
                "published": str(row["published_on"]) if row["published_on"] else None,
                "length": len(text),
                "pieces": [[piece.start, text[piece.start : piece.end]] for piece in pieces],
            }
        )
    return articles, [rows[span.article_id]["text"][span.start_char : span.end_char] for span in spans]


def _widen(text: str, span: Span) -> _Piece:
    """Return the piece around a span; it begins and ends between words where these are of common length."""
    start, end = max(0, span.start_char - AROUND), min(len(text), span.end_char + AROUND)
    if start:
        gap = text.find(" ", start, span.start_char)
        start = gap + 1 if gap >= 0 else start
    if end < len(text):
        gap = text.rfind(" ", span.end_char, end)
        end = gap if gap >= 0 else end
    return _Piece(start, end)


def _join(pieces: list[_Piece]) -> list[_Piece]:
    """Return pieces in order, those that touch or overlap made one."""
    joined: list[_Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.start, one.end)):
        if joined and piece.start <= joined[-1].end + 1:
            joined[-1] = _Piece(joined[-1].start, max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return joined
