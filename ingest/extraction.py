"""The rows that extraction yields, and their Arrow schemas.

One named tuple a table of schema `extracted`; its fields are the table's columns after `article_id`, in order, so
that a column is named in one place in Python. What the columns mean is said in `warehouse/schema.sql`.
"""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa


class Article(NamedTuple):
    """A text to be read. `published_on` overrides what the text says of itself (None: ask the text)."""

    article_id: str
    text: str
    published_on: datetime.date | None = None


class Header(NamedTuple):
    """What the head of an article says of itself."""

    title: str | None
    publisher: str | None
    published_on: datetime.date | None
    published_on_text: str | None
    language: str
    given_published_on: datetime.date | None


class Zone(NamedTuple):
    """A stretch of an article with one function."""

    zone_kind: str
    start_char: int
    end_char: int
    rule_id: str


class TextSignature(NamedTuple):
    """What tells whether two articles have the same body."""

    signature: list[int]


class Mention(NamedTuple):
    """A person, organisation, place or date in body text."""

    mention_kind: str
    mention_text: str
    canonical_name: str
    start_char: int
    end_char: int
    rule_id: str


class Organisation(NamedTuple):
    """An organisation that acts in the article."""

    organisation_name: str
    organisation_kind: str
    branch: str | None
    place_text: str | None
    level: str | None
    start_char: int
    end_char: int
    rule_id: str


class Meeting(NamedTuple):
    """A meeting that the article reports."""

    held_on: datetime.date | None
    held_on_text: str | None
    held_on_basis: str
    meeting_kind: str
    place_text: str | None
    topic: str | None
    start_char: int
    end_char: int
    rule_id: str


class Participation(NamedTuple):
    """A person, or an organisation without a named person, at a meeting."""

    meeting_ordinal: int
    person_name: str | None
    title: str | None
    affiliation: str | None
    organisation_name: str | None
    side: str | None
    role: str
    start_char: int
    end_char: int
    rule_id: str


class Statement(NamedTuple):
    """A sentence attributed to its speakers."""

    meeting_ordinal: int | None
    speech_act: str
    reporting_verb: str | None
    is_continuation: bool
    statement_text: str
    start_char: int
    end_char: int
    rule_id: str


class Speaker(NamedTuple):
    """A speaker of a statement; the span is the words that name it."""

    statement_ordinal: int
    speaker_ordinal: int
    speaker_name: str
    speaker_kind: str
    organisation_name: str | None
    start_char: int
    end_char: int
    rule_id: str


class Demand(NamedTuple):
    """A requester asking for one category in one statement."""

    statement_ordinal: int
    meeting_ordinal: int
    category: str
    requester_name: str
    requester_side: str | None
    requester_organisation_name: str | None
    addressee_name: str | None
    addressee_side: str | None
    addressee_organisation_name: str | None
    demand_text: str
    start_char: int
    end_char: int
    rule_id: str


class Commitment(NamedTuple):
    """A party promising one category in one statement."""

    statement_ordinal: int
    meeting_ordinal: int
    category: str
    party_name: str
    party_side: str | None
    party_organisation_name: str | None
    beneficiary_name: str | None
    beneficiary_organisation_name: str | None
    commitment_text: str
    start_char: int
    end_char: int
    rule_id: str


class Issue(NamedTuple):
    """A cue that was seen and not turned into a fact."""

    issue_kind: str
    cue_text: str
    detail: str
    start_char: int
    end_char: int
    rule_id: str


@dataclass(slots=True)
class Extraction:
    """Everything that one article yields."""

    article_id: str
    header: Header
    zones: list[Zone] = field(default_factory=list)
    text_signatures: list[TextSignature] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    statement_speakers: list[Speaker] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


class _Table(NamedTuple):
    row: type[Any]
    ordinal: str | None  # the column that numbers an article's rows, where position is their key


_TABLES: dict[str, _Table] = {
    "article_headers": _Table(Header, None),
    "zones": _Table(Zone, "zone_ordinal"),
    "text_signatures": _Table(TextSignature, None),
    "mentions": _Table(Mention, "mention_ordinal"),
    "organisations": _Table(Organisation, None),
    "meetings": _Table(Meeting, "meeting_ordinal"),
    "participations": _Table(Participation, "participation_ordinal"),
    "statements": _Table(Statement, "statement_ordinal"),
    "statement_speakers": _Table(Speaker, None),
    "demands": _Table(Demand, "demand_ordinal"),
    "commitments": _Table(Commitment, "commitment_ordinal"),
    "issues": _Table(Issue, "issue_ordinal"),
}

_ARROW_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    bool: pa.bool_(),
    datetime.date: pa.date32(),
    list[int]: pa.list_(pa.uint32()),
}


def _arrow_field(name: str, annotation: Any) -> pa.Field:
    optional = isinstance(annotation, types.UnionType)
    kind = next(a for a in annotation.__args__ if a is not types.NoneType) if optional else annotation
    return pa.field(name, _ARROW_TYPES[kind], nullable=optional)


def _schema(name: str, table: _Table) -> pa.Schema:
    key = [pa.field("article_id", pa.string(), nullable=False)]
    if table.ordinal:
        key.append(pa.field(table.ordinal, pa.int32(), nullable=False))
    fields = [_arrow_field(n, a) for n, a in typing.get_type_hints(table.row).items()]
    ledger = [pa.field("extractor_version", pa.string(), nullable=False)] if name == "article_headers" else []
    return pa.schema(key + fields + ledger)


SCHEMAS: dict[str, pa.Schema] = {name: _schema(name, table) for name, table in _TABLES.items()}
"""Arrow schema of each table of schema `extracted`, by its name without the schema."""


def tabulate(extractions: Iterable[Extraction], version: str) -> dict[str, pa.Table]:
    """The rows of many extractions as one Arrow table a table of schema `extracted`.

    Args:
        extractions: what `extract` gave, in any order.
        version: the extractor version to write beside each article.
    """
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _TABLES}
    for extraction in extractions:
        key = extraction.article_id
        rows["article_headers"].append((key, *extraction.header, version))
        for name, table in _TABLES.items():
            if name == "article_headers":
                continue
            facts = getattr(extraction, name)
            if table.ordinal:
                rows[name].extend((key, ordinal, *fact) for ordinal, fact in enumerate(facts))
            else:
                rows[name].extend((key, *fact) for fact in facts)
    return {name: _table(SCHEMAS[name], rows[name]) for name in _TABLES}


def _table(schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
