"""Headers: title, publisher and publication date, as the page's head gives them."""

from __future__ import annotations

import datetime
import re

from ingest.document import Document
from ingest.extraction import Article, Header, Zone
from ingest.recognisers.dates import DateMention, find_dates

_BLANKS = re.compile(r"\s+")


def _find_publisher(document: Document, zones: list[Zone]) -> str | None:
    layout = document.lexicon.pack["layout"]
    labelled = re.compile(layout["publisher"], re.IGNORECASE)
    notice = re.compile(layout["publisher_notice"], re.IGNORECASE)
    for pattern, kinds in ((labelled, {"header"}), (notice, {"boilerplate", "related"})):
        for zone in zones:
            if zone.zone_kind not in kinds:
                continue
            match = pattern.search(document.text[zone.start_char : zone.end_char])
            name = match["publisher"].strip(" .,;:") if match else ""
            if name and not name.lower().startswith(tuple(layout["publisher_stop"])):
                return name
    return None


def _find_published(document: Document, zones: list[Zone]) -> DateMention | None:
    """The date of the page: the one behind a label, else the first; a headline may hold the day of what it tells."""
    label = re.compile(document.lexicon.pack["layout"]["published_label"])
    first = None
    for zone in zones:
        if zone.zone_kind != "header":
            continue
        full = [d for d in find_dates(document, zone.start_char, zone.end_char) if d.year is not None]
        labelled = label.search(document.folded, zone.start_char, zone.end_char)
        if full and labelled:
            return next((d for d in full if d.start >= labelled.end()), full[0])
        first = first or next(iter(full), None)
    return first


def read_header(document: Document, zones: list[Zone], article: Article) -> Header:
    """What the head says of the article; each part None where it does not say."""
    title = next((z for z in zones if z.zone_kind == "title"), None)
    published = _find_published(document, zones)
    stated = None
    if published is not None and published.year is not None:
        stated = datetime.date(published.year, published.month, published.day)
    return Header(
        title=_BLANKS.sub(" ", document.text[title.start_char : title.end_char]) if title else None,
        publisher=_find_publisher(document, zones),
        published_on=article.published_on or stated,
        published_on_text=document.text[published.start : published.end] if published else None,
        language=document.lexicon.language,
        given_published_on=article.published_on,
    )
