"""The publication date that a page states of itself in its markup, and no other.

A date that merely stands somewhere on the page may be today's, the site's founding or another article's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from ingest.articles.days import read_day

_META_NAMES = frozenset(
    {
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.issued",
        "citation_publication_date",
        "parsely-pub-date",
        "pubdate",
        "publicationdate",
        "publish-date",
        "publish_date",
        "publishdate",
        "sailthru.date",
    }
)
_MAX_DEPTH = 20


def find_stated_day(tree: Any) -> date | None:
    """Find the day of publication that a page states.

    Args:
        tree: the page as parsed by lxml.

    Returns:
        The first one among the metadata of its head, its linked data (JSON-LD), and its marked up times; None if it
        states none.
    """
    for sources in (_list_meta(tree), _list_linked_data(tree), _list_marked_times(tree)):
        for written in sources:
            if (day := read_day(written)) is not None:
                return day
    return None


def _list_meta(tree: Any) -> Iterator[str | None]:
    for meta in tree.iter("meta"):
        names = (meta.get(key, "").lower() for key in ("property", "name", "itemprop"))
        if not _META_NAMES.isdisjoint(names):
            yield meta.get("content")


def _list_linked_data(tree: Any) -> Iterator[Any]:
    for script in tree.iter("script"):
        if script.get("type", "").lower() == "application/ld+json":
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _find_values(data, 0)


def _find_values(data: Any, depth: int) -> Iterator[Any]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, dict):
        if "datePublished" in data:
            yield data["datePublished"]
        data = list(data.values())
    if isinstance(data, list):
        for value in data:
            yield from _find_values(value, depth + 1)


def _list_marked_times(tree: Any) -> Iterator[str | None]:
    for time in tree.iter("time"):
        if time.get("pubdate") is not None or time.get("itemprop", "").lower() == "datepublished":
            yield time.get("datetime")
