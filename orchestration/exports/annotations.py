"""Facts as annotations of the articles' texts, in the Web Annotation Data Model of the W3C.

https://www.w3.org/TR/annotation-model/: a position counts Unicode code points from 0, its end not included, which is
what `start_char` and `end_char` do; the text that it counts in is `dim_articles.text`.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

import duckdb

from orchestration.command_query import fetch_rows
from orchestration.exports.selection import Selection
from orchestration.published import SCHEMA
from warehouse.store import quote_name

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
QUOTE_LENGTH = 32
"""Characters before and after the evidence that help to find it in a text that has changed."""

MOTIVATIONS = {
    "fct_meetings": "describing",
    "fct_participations": "identifying",
    "fct_statements": "classifying",
    "fct_demands": "classifying",
    "fct_commitments": "classifying",
}
"""What the facts of each table do to the words that they were found in."""

BATCH_ARTICLES = 1_000
BATCH_CHARACTERS = 16_000_000

# A meeting has a place in each of the articles that report it; other facts have one, of their own.
_BY_REPORT = {"fct_meetings": ("bridge_meeting_articles", "meeting_id")}


def make_annotations(
    connection: duckdb.DuckDBPyConnection, selection: Selection, built_at: datetime
) -> Iterator[dict[str, Any]]:
    """Give the rows of a table of facts as annotations, article by article and in the order of the text.

    Args:
        connection: the release.
        selection: the rows, of a table that MOTIVATIONS names.
        built_at: when the release was built, in UTC.

    Yields:
        An annotation: one a row, and of a meeting one a report.
    """
    names = selection.columns
    sql = _evidence_sql(selection)
    with connection.cursor() as cursor:
        for first, last in _batch_articles(cursor):
            texts = dict(
                cursor.execute(
                    f"select article_id, text from {SCHEMA}.dim_articles where article_id between ? and ?",
                    [first, last],
                ).fetchall()
            )
            for *row, article_id, start, end in fetch_rows(cursor.execute(sql, [first, last])):
                fact = dict(zip(names, row, strict=True))
                yield _make_annotation(selection, fact, article_id, texts[article_id], start, end, built_at)


def _evidence_sql(selection: Selection) -> str:
    """Return the query of facts with article, start and end of their evidence, for articles from one to another."""
    join, place = "", "facts"
    if selection.name in _BY_REPORT:
        bridge, key = _BY_REPORT[selection.name]
        join, place = f"join {SCHEMA}.{bridge} as reports on facts.{key} = reports.{key}", "reports"
    keys = "".join(f", facts.{quote_name(name)}" for name in selection.table.primary_key)
    return f"""
        select facts.*, {place}.article_id, {place}.start_char, {place}.end_char
        from ({selection.sql}) as facts {join}
        where {place}.article_id between ? and ?
        order by {place}.article_id, {place}.start_char, {place}.end_char {keys}
    """


def _batch_articles(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return the first and last id of batches of articles, so that the texts of one fit into memory."""
    batches: list[tuple[str, str]] = []
    count = characters = 0
    articles = cursor.execute(f"select article_id, char_count from {SCHEMA}.dim_articles order by article_id")
    for article_id, length in fetch_rows(articles):
        is_full = count == BATCH_ARTICLES or characters + length > BATCH_CHARACTERS
        if is_full or not batches:
            batches.append((article_id, article_id))
            count = characters = 0
        batches[-1] = (batches[-1][0], article_id)
        count += 1
        characters += length
    return batches


def _make_annotation(
    selection: Selection,
    fact: dict[str, Any],
    article_id: str,
    text: str,
    start: int,
    end: int,
    built_at: datetime,
) -> dict[str, Any]:
    keys = [str(fact[name]) for name in selection.table.primary_key]
    report = [article_id] if selection.name in _BY_REPORT else []
    return {
        "@context": CONTEXT,
        "id": _name("annotation", selection.name, *keys, *report),
        "type": "Annotation",
        "motivation": MOTIVATIONS[selection.name],
        "generated": f"{built_at:%Y-%m-%dT%H:%M:%SZ}",
        "body": {"id": _name(selection.name, *keys), "type": "Dataset", **fact},
        "target": {
            "source": _name("dim_articles", article_id),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - QUOTE_LENGTH) : start],
                    "suffix": text[end : end + QUOTE_LENGTH],
                },
            ],
        },
    }


def _name(*parts: str) -> str:
    return ":".join(["urn", "potline", *(quote(part, safe="") for part in parts)])
