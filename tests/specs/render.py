"""How specs write what a recogniser found: one short line a fact, for a person to review."""

from __future__ import annotations

from ingest.document import Document, prepare
from ingest.extract import extract
from ingest.extraction import Article, Extraction
from ingest.lexicon import Lexicon
from ingest.recognisers.dates import find_dates, resolve_date
from ingest.recognisers.headers import read_header
from ingest.recognisers.sentences import find_sentences
from ingest.recognisers.zones import find_zones

RECOGNISERS = (
    "zones",
    "headers",
    "dates",
    "places",
    "organisations",
    "people",
    "meetings",
    "participants",
    "statements",
    "demands",
    "commitments",
    "issues",
)


def _line(*parts: object) -> str:
    return " | ".join("-" if part is None else str(part) for part in parts)


def _speakers(extraction: Extraction, statement: int) -> str:
    return "; ".join(
        s.speaker_name for s in extraction.statement_speakers if s.statement_ordinal == statement
    )


def _zones(document: Document) -> list[str]:
    return [_line(z.zone_kind, document.text[z.start_char : z.end_char][:40]) for z in find_zones(document)]


def _headers(document: Document) -> list[str]:
    header = read_header(document, find_zones(document), Article("spec", document.text))
    return [_line(header.title, header.publisher, header.published_on)]


def _sentences(document: Document) -> list[str]:
    return [document.text[s.start : s.end] for s in find_sentences(document, find_zones(document))]


def _dates(document: Document, article: Article) -> list[str]:
    mentions = find_dates(document)
    rows = []
    for mention in mentions:
        held = resolve_date(mention, article.published_on, mentions)
        rows.append(_line(document.text[mention.start : mention.end], held.date, held.basis))
    return rows


def _mentions(extraction: Extraction, kind: str) -> list[str]:
    return [_line(m.mention_text, m.canonical_name) for m in extraction.mentions if m.mention_kind == kind]


def render(recogniser: str, article: Article, lexicon: Lexicon) -> list[str]:
    """What a recogniser finds in an article, one line a fact.

    Args:
        recogniser: name of the spec file without its ending.
        article: the text.
        lexicon: the compiled pack and world.
    """
    document = prepare(article.text, lexicon)
    if recogniser == "zones":
        return _zones(document)
    if recogniser == "headers":
        return _headers(document)
    if recogniser == "sentences":
        return _sentences(document)
    if recogniser == "dates":
        return _dates(document, article)
    facts = extract(article, lexicon)
    if recogniser == "places":
        return _mentions(facts, "place")
    if recogniser == "organisations":
        return _mentions(facts, "organisation")
    if recogniser == "people":
        return _mentions(facts, "person")
    if recogniser == "participants":
        return [
            _line(p.person_name or p.affiliation, p.title, p.organisation_name, p.side, p.role)
            for p in facts.participations
        ]
    if recogniser == "meetings":
        return [
            _line(m.held_on, m.held_on_text, m.held_on_basis, m.meeting_kind, m.place_text, m.topic)
            for m in facts.meetings
        ]
    if recogniser == "statements":
        return [
            _line(_speakers(facts, i), s.speech_act, s.reporting_verb, s.statement_text[:32])
            for i, s in enumerate(facts.statements)
        ]
    if recogniser == "demands":
        return [_line(d.requester_name, d.addressee_name, d.category) for d in facts.demands]
    if recogniser == "commitments":
        return [_line(c.party_name, c.beneficiary_name, c.category) for c in facts.commitments]
    if recogniser == "issues":
        return [_line(i.issue_kind, i.cue_text[:40]) for i in facts.issues]
    raise ValueError(f"no recogniser called {recogniser!r}")
