"""Zones: which lines of a page are the article's body, and which surround it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from ingest.document import Document
from ingest.extraction import Zone
from ingest.folding import space_out
from ingest.lexicon import Lexicon
from ingest.recognisers.dates import DateMention, find_dates
from ingest.spans import Spans

_HEAD_LINES = 8  # a page's head: title, date line, source, byline, notice
_TITLE_LENGTH = 260
_HEADING_LENGTH = 160
_COLUMN_BREAKS = 3  # lines broken before a lower-case word that make a text one set in a column
_TEASER_LENGTH = 250  # of the opening of another article, with its end left out
_COMMAS_OF_PROSE = 2
_LABELLED_WORDS = 16  # of a line of the head with a date in figures or the time of day
_OUTLET_WORDS = 6  # beside the date of a line that has outlet and date only
_LINE = re.compile(r"[^\r\n]+")


def _is_header(
    line: str, start: int, end: int, lexicon: Lexicon, dates: list[DateMention], may_name_outlet: bool
) -> bool:
    """A line that is little more than its dates, or a label of the page's head with its value."""
    layout = lexicon.pack["layout"]
    full = [d for d in dates if d.year is not None]
    if (
        may_name_outlet
        and full
        and len(line) < _HEADING_LENGTH
        and (full[0].start == start or full[-1].end == end)
    ):
        beside = len(line.split()) - len(line[full[0].start - start : full[0].end - start].split())
        if beside <= _OUTLET_WORDS:
            return True
    if may_name_outlet and full and len(line.split()) <= _LABELLED_WORDS:
        is_numeric = any(d.rule_id == "date/numeric" for d in full)
        if is_numeric or re.search(layout["clock"], line) or re.search(layout["inner_label"], line):
            return True
    covered = sum(d.end - d.start for d in dates)
    if covered and covered * 2 >= len(line.strip()):
        return True
    labelled = lexicon.line_openers["header"].match(line)
    if not labelled:
        return False
    rest = line[labelled.end() :].lstrip()
    return rest[:1] in layout["label_marks"] or (bool(covered) and len(line) < 100) or len(rest) < 3


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip("\ufeff \t\u00a0\u3000")
        if stripped:
            start = match.start() + line.index(stripped[0])
            yield start, start + len(stripped)


def _is_unfinished(text: str, end: int, layout: Any) -> bool:
    return text[end - 1] not in layout["terminal"]


def _is_headline(document: Document, start: int, end: int, is_last: bool, dates: Spans[DateMention]) -> bool:
    """Whether a line that a point ends is a title: the point is a legal form's, and no lead leaves out day and posts."""
    line = document.folded[start:end]
    words = space_out(line).split()
    forms = document.lexicon.pack["organisations"]["legal_form"]
    if not (line.endswith(".") and words and words[-1] in forms and not is_last):
        return False
    tells_day = dates.starting_within(start, end) or document.cues("relative_day", start, end)
    return not tells_day and line.count(",") < _COMMAS_OF_PROSE


def _follows_directly(text: str, before: tuple[int, int], start: int, layout: Any) -> bool:
    """Whether a line goes on in the next one: it is unfinished, long enough, and no blank line parts the two."""
    is_long = before[1] - before[0] > layout["wrapped_length"]
    return is_long and text[before[1] : start].count("\n") <= 1 and _is_unfinished(text, before[1], layout)


def _is_cut_off(line: str, is_last: bool) -> bool:
    """Whether the text breaks off in this line: its last one, which goes on like prose."""
    return is_last and line.count(",") >= _COMMAS_OF_PROSE


def _opens_line(line: str, lexicon: Lexicon) -> bool:
    """Whether a line is of the page's furniture, which no line before it goes on in."""
    return any(opener.match(line) for opener in lexicon.line_openers.values())


def _join_wrapped(text: str, lines: list[tuple[int, int]], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Lines that a narrow column broke: an unfinished line goes on in a next one that starts in lower case.

    Where a text has several such breaks it was set in a column, and a capital does not stop a line from going on.
    """
    layout = lexicon.pack["layout"]
    broken = sum(
        text[start].islower() and _follows_directly(text, before, start, layout)
        for before, (start, _) in itertools.pairwise(lines)
    )
    is_column = broken >= _COLUMN_BREAKS
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if joined:
            before = joined[-1]
            goes_on = (text[start].islower() or is_column) and not _opens_line(
                text[start:end].lower(), lexicon
            )
            if goes_on and _follows_directly(text, before, start, layout):
                joined[-1] = (before[0], end)
                continue
        joined.append((start, end))
    return joined


def find_zones(document: Document) -> list[Zone]:
    """Every line of the text with what it is for; only `body` yields facts.

    The title is the first line of the head that is neither breadcrumb nor header and does not end a sentence. From
    the first line that opens related news or comments on, nothing belongs to the article.
    """
    lexicon = document.lexicon
    layout, openers = lexicon.pack["layout"], lexicon.line_openers
    text, folded = document.text, document.folded
    dates = Spans(find_dates(document))
    last = len(text.rstrip())
    zones: list[Zone] = []
    breadcrumb = re.compile(layout["breadcrumb"])
    title: str | None = None
    has_ended = has_body = False
    for position, (start, end) in enumerate(_join_wrapped(text, list(_lines(text)), lexicon)):
        line = folded[start:end]
        is_open = _is_unfinished(text, end, layout)
        in_head = position < _HEAD_LINES and not has_body
        is_last = end >= last
        is_headline = is_open or (in_head and _is_headline(document, start, end, is_last, dates))
        rule = "layout/body"
        kind = "body"
        if has_ended:
            kind, rule = "related", "layout/after-end"
        elif title is not None and line == title:
            kind, rule = "title", "layout/repeated-title"
        elif len(line) < 200 and (has_body or title) and openers["end_of_article"].match(line):
            has_ended = True
            kind, rule = "related", "layout/end-of-article"
        elif (in_head or len(line) < 120) and _is_header(
            line, start, end, lexicon, dates.within(start, end), position < _HEAD_LINES and is_open
        ):
            kind, rule = "header", "layout/header"
        elif in_head and len(line) <= _TITLE_LENGTH and breadcrumb.match(line):
            kind, rule = "breadcrumb", "layout/breadcrumb"
        elif len(line) < 300 and openers["boilerplate"].match(line):
            kind, rule = "boilerplate", "layout/boilerplate"
        elif in_head and title is None and is_headline and len(line) <= _TITLE_LENGTH:
            kind, rule, title = "title", "layout/title", line
        elif line.endswith(("...", "…")) and len(line) < _TEASER_LENGTH and not is_last:
            kind, rule = "related", "layout/teaser"
        elif is_headline and len(line) <= _HEADING_LENGTH and not _is_cut_off(line, is_last):
            kind, rule = "heading", "layout/heading"
        has_body = has_body or kind == "body"
        zones.append(Zone(kind, start, end, rule))
    return zones
