"""Reading web pages: the article without what surrounds it, and what the page says of itself.

trafilatura looks through a page thoroughly, at a second for each megabyte; a larger page is read by resiliparse,
which takes a fiftieth of that and tells less well what belongs to the article.
"""

from __future__ import annotations

import logging
import re
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

from ingest.articles.decode import DecodedText, decode_text
from ingest.articles.kinds import Kind
from ingest.articles.page_dates import find_stated_day
from ingest.articles.reasons import Reason, RejectedInputError
from ingest.articles.records import Limits, Record, clean_value, make_record
from ingest.articles.scan import FileEntry
from ingest.articles.texts import read_whole

MAX_DEPTH = 2_000
"""Elements inside one another; the time that a parser takes grows with their square."""
MAX_TAG_WORDS = 10_000
"""Words in one tag, which may be attributes; the time that a parser takes grows with their square, too."""

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?\b(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I
)
_CHARSET_WITHIN = 4096
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Empty elements, and those that the next of their kind closes.
_FLAT = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rp", "rt", "html", "head", "body"]
)  # fmt: skip


class Page(NamedTuple):
    """What was taken out of a page; each part None where the page does not tell."""

    text: str
    title: str | None
    url: str | None
    published_on: date | None
    extracted_with: str


def read_page(entry: FileEntry, kind: Kind, limits: Limits) -> Record:
    """Read one file that is a page.

    Raises:
        RejectedInputError: it cannot be loaded.
    """
    content = read_whole(entry, kind, limits)
    return make_page_record(entry.source_path, content, limits)


def make_page_record(
    source_path: str, content: bytes, limits: Limits, *, charset: str | None = None, url: str | None = None
) -> Record:
    """Make a record of a page.

    Args:
        source_path: as `Record` has it.
        content: the page.
        limits: which page is large.
        charset: the encoding that was sent with it, which goes before the one that it states.
        url: where it was fetched from, which goes before the one that it states.

    Raises:
        RejectedInputError: it is no text, or holds no article.
    """
    markup, encoding = decode_text(content, charset or _find_charset(content))
    _reject_endless_tags(markup)
    is_large = len(content) > limits.max_page_bytes
    page = _extract_quickly(markup) if is_large else _extract_thoroughly(markup)
    return make_record(
        source_path,
        DecodedText(page.text, encoding),
        len(content),
        url=clean_value(url or page.url),
        given_title=clean_value(page.title),
        given_published_on=page.published_on,
        extracted_with=page.extracted_with,
    )


def _find_charset(content: bytes) -> str | None:
    match = _CHARSET.search(content[:_CHARSET_WITHIN])
    return match[1].decode("ascii") if match else None


def _extract_thoroughly(markup: str) -> Page:
    trafilatura = _load_trafilatura()
    try:
        tree = trafilatura.load_html(markup)
        day = None if tree is None else find_stated_day(tree)
        found = None if tree is None else trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            # Not used, and not to be looked for on the whole page.
            date_extraction_params={"extensive_search": False, "max_date": "1995-01-01"},
        )  # fmt: skip
    except (Exception, RecursionError):
        # Whatever is wrong with a page, it is the page that is at fault.
        raise RejectedInputError(Reason.NO_READABLE_TEXT, "The page cannot be parsed.") from None
    if found is None or not (found.text or "").strip():
        raise RejectedInputError(Reason.NO_READABLE_TEXT, "The page has no article that could be told.")
    return Page(found.text, found.title, found.url, day, _name_package("trafilatura"))


@cache
def _load_trafilatura() -> Any:
    """Import trafilatura, which takes half a second, and keep it and its like from talking of each page."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return trafilatura


@cache
def _name_package(name: str) -> str:
    return f"{name} {version(name)}"


def _extract_quickly(markup: str) -> Page:
    if _measure_depth(markup) > MAX_DEPTH:
        detail = f"The page has more than {MAX_DEPTH} elements inside one another."
        raise RejectedInputError(Reason.NO_READABLE_TEXT, detail)
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    try:
        tree = HTMLTree.parse(markup)
        text = extract_plain_text(
            tree, main_content=True, alt_texts=False, list_bullets=False, comments=False
        )
        title = tree.title
    except Exception:
        raise RejectedInputError(Reason.NO_READABLE_TEXT, "The page cannot be parsed.") from None
    if not text.strip():
        raise RejectedInputError(Reason.NO_READABLE_TEXT, "The page has no article that could be told.")
    return Page(text, title, None, None, _name_package("resiliparse"))


def _reject_endless_tags(markup: str) -> None:
    for piece in markup.split(">"):
        # A word and the space before it are two characters.
        if len(piece) <= 2 * MAX_TAG_WORDS:
            continue
        _, opening, tag = piece.rpartition("<")
        if opening and tag[:1].isalpha() and len(tag.split()) > MAX_TAG_WORDS:
            detail = f"The page has a tag of more than {MAX_TAG_WORDS} words."
            raise RejectedInputError(Reason.NO_READABLE_TEXT, detail)


def _measure_depth(markup: str) -> int:
    """Give the greatest number of elements that are open at a time, as far as tags alone tell."""
    depth = deepest = 0
    for match in _TAG.finditer(markup):
        if match[2].lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
