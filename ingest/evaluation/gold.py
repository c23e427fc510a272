"""Gold: what a careful reader finds in an article, read from JSON; and the same shape for what was found."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.extraction import Extraction

Row = dict[str, Any]
KINDS = ("participants", "statements", "demands", "commitments")
_REQUIRED = ("id", "text", "split", "meetings", "statements", "demands", "commitments")


class GoldError(Exception):
    """A gold folder cannot be used; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An annotated article: its text, and the annotation as written (format: tests/golden/README.md)."""

    name: str
    text: str
    gold: Row

    @property
    def is_negative(self) -> bool:
        """Whether the article reports no meeting."""
        return bool(self.gold["split"] == "negative")

    @property
    def people(self) -> list[Row]:
        """Everybody who takes part, over all meetings."""
        return [person for meeting in self.gold["meetings"] for person in meeting["participants"]]


@dataclass(slots=True)
class Found:
    """What a reader, the extractor or a second annotator, found in an article."""

    meetings: list[Row] = field(default_factory=list)
    participants: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    demands: list[Row] = field(default_factory=list)
    commitments: list[Row] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found that belongs to a meeting."""
        return not (self.meetings or self.participants or self.demands or self.commitments)


def read_gold(folder: Path, texts: Path | None = None) -> list[GoldArticle]:
    """Read every gold file of a folder with the text that it annotates.

    Args:
        folder: JSON files, one an article.
        texts: where the texts are; otherwise `text` of a gold file is a path relative to it.

    Raises:
        GoldError: no gold, a file that is none, or a text that is missing or not the one annotated.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"no gold files (*.json) in {folder}")
    articles = (_read_article(path, texts) for path in paths)
    return [article for article in articles if article.gold["split"] != "excluded"]


def _read_article(path: Path, texts: Path | None) -> GoldArticle:
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path} is no gold file: {error}") from error
    missing = [key for key in _REQUIRED if not isinstance(gold, dict) or key not in gold]
    if missing:
        raise GoldError(f"{path} is no gold file: it has no {', '.join(missing)}")
    source = texts / Path(gold["text"]).name if texts else path.parent / gold["text"]
    try:
        text = source.read_bytes().decode()
    except (OSError, ValueError) as error:
        raise GoldError(f"the text of {path} cannot be read: {error}") from error
    if gold.get("sha256", "") not in ("", hashlib.sha256(text.encode()).hexdigest()):
        raise GoldError(f"{source} is not the text that {path} annotates: its SHA-256 differs")
    return GoldArticle(gold["id"], text, gold)


def found_by_extractor(extraction: Extraction) -> Found:
    """The rows of an extraction, with the rule that made each."""
    speakers: dict[int, list[str]] = defaultdict(list)
    for speaker in extraction.statement_speakers:
        speakers[speaker.statement_ordinal].append(speaker.speaker_name)
    return Found(
        [
            {"date": m.held_on, "date_text": m.held_on_text, "kind": m.meeting_kind, "place": m.place_text}
            | {"rule": m.rule_id}
            for m in extraction.meetings
        ],
        [
            {"name": p.person_name, "title": p.title, "side": p.side, "rule": p.rule_id}
            for p in extraction.participations
            if p.person_name is not None
        ],
        [
            {"start": s.start_char, "end": s.end_char, "act": s.speech_act, "speakers": speakers[ordinal]}
            | {"rule": s.rule_id}
            for ordinal, s in enumerate(extraction.statements)
        ],
        [
            {"start": d.start_char, "end": d.end_char, "category": d.category, "party": d.requester_name}
            | {"side": d.requester_side, "rule": d.rule_id}
            for d in extraction.demands
        ],
        [
            {"start": c.start_char, "end": c.end_char, "category": c.category, "party": c.party_name}
            | {"side": c.party_side, "rule": c.rule_id}
            for c in extraction.commitments
        ],
    )


def insist(article: GoldArticle) -> GoldArticle:
    """The same annotation with every row required and one right answer each."""

    def strip(value: Any) -> Any:
        if isinstance(value, list):
            return [strip(item) for item in value]
        if isinstance(value, dict):
            return {
                key: strip(item)
                for key, item in value.items()
                if key not in ("optional", "optional_participants") and not key.endswith("_accepted")
            }
        return value

    return GoldArticle(article.name, article.text, strip(article.gold))


def found_by_annotator(article: GoldArticle) -> Found:
    """The rows of an annotation, as if an extractor had made them: so that two readers can be compared."""
    gold, rule = article.gold, {"rule": "annotator"}

    def asked(kind: str, party: str) -> list[Row]:
        return [
            {"start": r["start"], "end": r["end"], "category": r["category"], "party": name}
            | {"side": r.get("requester_side"), **rule}
            for r in gold[kind]
            if not r.get("optional")
            for name in (r[party] if isinstance(r[party], list) else [r[party]])
        ]

    return Found(
        [
            {"date": m["date"], "date_text": m["date"], "kind": m["kind"], "place": m.get("place"), **rule}
            for m in gold["meetings"]
            if not m.get("optional")
        ],
        [
            {"name": p["name"], "title": p["title"], "side": p["side"], **rule}
            for p in article.people
            if not p.get("optional")
        ],
        [{**s, **rule} for s in gold["statements"] if not s.get("optional")],
        asked("demands", "requester"),
        asked("commitments", "by"),
    )
