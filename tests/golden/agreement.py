"""How far the extractor agrees with a careful reader, over a folder of annotated articles.

Rows are matched one to one: a participant by the name, a statement by at least half of its span and the same speakers,
a demand or a commitment by its sentence and category. Rows marked optional count neither as missed nor as wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ingest.extract import extract
from ingest.extraction import Article, Extraction
from ingest.lexicon import Lexicon

Span = tuple[int, int]


class Tally:
    """Right, wrong and missed rows of one kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Add the rows of one article."""
        self.counts.update(right=right, wrong=wrong, missed=missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing found."""
        right = 2 * self.counts["right"]
        total = right + self.counts["wrong"] + self.counts["missed"]
        return right / total if total else 1.0


def _overlap(one: Span, other: Span) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def _half_inside(one: Span, other: Span) -> bool:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared * 2 >= min(one[1] - one[0], other[1] - other[0])


def _span(row: dict[str, Any]) -> Span:
    return row["start"], row["end"]


def _count(tally: Tally, found: Iterable[Any], gold: list[dict[str, Any]], matches: Any) -> None:
    left = list(gold)
    wrong = right = 0
    for one in found:
        hit = next((row for row in left if matches(one, row)), None)
        if hit is None:
            wrong += 1
        else:
            left.remove(hit)
            right += not hit.get("optional", False)
    tally.add(right, wrong, sum(not row.get("optional", False) for row in left))


def _statements(extraction: Extraction, gold: list[dict[str, Any]]) -> list[tuple[Span, set[str]]]:
    rows = []
    optional = [_span(row) for row in gold if row.get("optional")]
    required = [_span(row) for row in gold if not row.get("optional")]
    for ordinal, statement in enumerate(extraction.statements):
        span = (statement.start_char, statement.end_char)
        speakers = {s.speaker_name for s in extraction.statement_speakers if s.statement_ordinal == ordinal}
        if any(_half_inside(span, other) for other in optional) and not any(
            _overlap(span, other) >= 0.5 for other in required
        ):
            continue
        rows.append((span, speakers))
    return rows


def _asked(rows: Iterable[Any]) -> set[tuple[Span, str]]:
    return {((row.start_char, row.end_char), row.category) for row in rows}


def measure(folder: Path, lexicon: Lexicon) -> dict[str, float]:
    """F1 of participants, statements, demands and commitments, and the share of negatives without a fact.

    Args:
        folder: gold files in the format of the samples' gold; their texts beside them as `text` says.
        lexicon: the compiled pack and world.
    """
    tallies = {name: Tally() for name in ("participants", "statements", "demands", "commitments")}
    negatives = clean = 0
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / gold["text"]).read_bytes().decode()
        found = extract(Article(gold["id"], text), lexicon)
        if gold["split"] == "negative":
            negatives += 1
            clean += not (found.meetings or found.participations or found.demands or found.commitments)
            continue
        people = {row["name"].lower(): row for meeting in gold["meetings"] for row in meeting["participants"]}
        tolerated = {name.lower() for name in gold.get("optional_participants", [])}
        names = {p.person_name.lower() for p in found.participations if p.person_name} - tolerated
        tallies["participants"].add(
            len(names & people.keys()),
            len(names - people.keys()),
            sum(not row.get("optional", False) for name, row in people.items() if name not in names),
        )
        _count(
            tallies["statements"],
            _statements(found, gold["statements"]),
            [row for row in gold["statements"] if not row.get("optional")],
            lambda one, row: _overlap(one[0], _span(row)) >= 0.5 and one[1] == set(row["speakers"]),
        )
        for name, rows in (("demands", found.demands), ("commitments", found.commitments)):
            _count(
                tallies[name],
                sorted(_asked(rows)),
                gold[name],
                lambda one, row: (
                    one[1] in row.get("categories_accepted", [row["category"]])
                    and _half_inside(one[0], _span(row))
                ),
            )
    figures = {name: round(tally.f1, 3) for name, tally in tallies.items()}
    return figures | {"negatives_clean": round(clean / negatives, 3) if negatives else 1.0}
