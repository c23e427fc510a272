"""How far what was found agrees with gold: rows matched one to one, counted by metric, by article and by rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ingest.evaluation.gold import KINDS, Found, GoldArticle
from ingest.evaluation.likeness import (
    fold_name,
    home_of,
    is_date,
    is_same_name,
    is_same_span,
    is_same_title,
    lies_in,
)

Row = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed rows of one kind."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Add the rows of one article."""
        self.right, self.wrong, self.missed = self.right + right, self.wrong + wrong, self.missed + missed

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of what there is that was found; 1 where there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing found."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(slots=True)
class Share:
    """How many of some rows have an attribute right."""

    right: int = 0
    total: int = 0

    def add(self, is_right: object) -> None:
        """Count one row."""
        self.right, self.total = self.right + bool(is_right), self.total + 1

    @property
    def value(self) -> float:
        """The share; 1 where there is none to judge."""
        return self.right / self.total if self.total else 1.0


class Difference(NamedTuple):
    """One disagreement, for a person to look at."""

    article: str
    kind: str
    what: str


@dataclass(slots=True)
class Agreement:
    """The tallies and shares over a set of articles."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    by_article: dict[str, dict[str, Tally]] = field(default_factory=dict)
    by_rule: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    differences: list[Difference] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Every figure by its name, rounded to three places."""
        f1 = {kind: round(tally.f1, 3) for kind, tally in self.tallies.items()}
        return f1 | {name: round(share.value, 3) for name, share in sorted(self.shares.items())}


def _match(
    found: Iterable[Row], gold: list[Row], fits: Callable[[Row, Row], bool]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pairs, what was found beyond them, and what was missed; each row is used once."""
    pairs, extra, left = [], [], list(gold)
    for one in found:
        hit = next((row for row in left if fits(one, row)), None)
        if hit is None:
            extra.append(one)
        else:
            left.remove(hit)
            pairs.append((one, hit))
    return pairs, extra, [row for row in left if not row.get("optional")]


def _distinct(rows: Iterable[Row], key: Callable[[Row], Any]) -> list[Row]:
    first: dict[Any, Row] = {}
    for row in rows:
        first.setdefault(key(row), row)
    return list(first.values())


def compare(articles: Iterable[tuple[GoldArticle, Found]]) -> Agreement:
    """Compare what was found in each article with its gold."""
    agreement = Agreement()
    for article, found in articles:
        if article.is_negative:
            agreement.shares["negatives_clean"].add(found.is_clean)
            if not found.is_clean:
                agreement.differences.append(Difference(article.name, "negative", "a meeting was found"))
            continue
        _Judge(article, found, agreement).judge()
    return agreement


class _Judge:
    """Compares one article that reports a meeting."""

    def __init__(self, article: GoldArticle, found: Found, agreement: Agreement) -> None:
        self.article, self.found, self.agreement = article, found, agreement
        self.tallies = agreement.by_article[article.name] = {kind: Tally() for kind in KINDS}

    def judge(self) -> None:
        """Add the article to the agreement."""
        for meeting in self.article.gold["meetings"]:
            if not meeting.get("optional"):
                self._judge_meeting(meeting)
        self._judge_participants()
        self._judge_statements()
        self._judge_asked("demands", "requester")
        self._judge_asked("commitments", "by")

    def _differ(self, kind: str, what: str) -> None:
        self.agreement.differences.append(Difference(self.article.name, kind, what))

    def _count(self, kind: str, right: list[Row], wrong: list[Row], missed: list[Row]) -> None:
        for tally in (self.tallies[kind], self.agreement.tallies[kind]):
            tally.add(len(right), len(wrong), len(missed))
        for outcome, rows in (("right", right), ("wrong", wrong)):
            for row in rows:
                self.agreement.by_rule[kind, row["rule"]][outcome] += 1

    def _words(self, row: Row) -> str:
        return repr(self.article.text[row["start"] : row["end"]][:80])

    def _judge_meeting(self, gold: Row) -> None:
        shares, meetings = self.agreement.shares, self.found.meetings
        wanted = [gold["date"], *gold.get("dates_accepted", [])]
        dated = [m for m in meetings if any(is_date(m, date) for date in wanted)]
        shares["dates"].add(dated)
        if not dated:
            self._differ("date", f"want {wanted}, got {[(str(m['date']), m['date_text']) for m in meetings]}")
        pool = dated or meetings
        kinds = (gold["kind"], *gold.get("kinds_accepted", []))
        shares["kinds"].add(gold["kind"] == "other" or any(m["kind"] in kinds for m in pool))
        places = [place for place in (gold.get("place"), *gold.get("places_accepted", [])) if place]
        if places:
            may_be_open = gold.get("place") is None and any(m["place"] is None for m in pool)
            shares["places"].add(
                may_be_open or any(is_same_name(m["place"], place) for m in pool for place in places)
            )

    def _judge_participants(self) -> None:
        gold = _distinct(self.article.people, lambda p: fold_name(p["name"]))
        found = _distinct(self.found.participants, lambda p: fold_name(p["name"]))
        pairs, extra, missed = _match(found, gold, lambda f, g: fold_name(f["name"]) == fold_name(g["name"]))
        tolerated = {fold_name(name) for name in self.article.gold.get("optional_participants", [])}
        extra = [row for row in extra if fold_name(row["name"]) not in tolerated]
        self._count("participants", [f for f, _ in pairs], extra, missed)
        for sign, rows in (("+", extra), ("-", missed)):
            for row in rows:
                self._differ("participant" + sign, row["name"])
        for one, row in pairs:
            if row["title"]:
                titles = (row["title"], *row.get("titles_accepted", []))
                is_right = any(is_same_title(one["title"], title, row["affiliation"]) for title in titles)
                self.agreement.shares["titles"].add(is_right)
                if not is_right:
                    self._differ("title", f"{row['name']}: want {row['title']!r}, got {one['title']!r}")
            if row["side"]:
                is_right = one["side"] in (row["side"], *row.get("sides_accepted", []))
                self.agreement.shares["sides"].add(is_right)
                if not is_right:
                    self._differ("side", f"{row['name']}: want {row['side']}, got {one['side']}")

    def _judge_statements(self) -> None:
        gold = self.article.gold["statements"]
        pairs, extra, missed = _match(self.found.statements, gold, is_same_span)
        right: list[Row] = []
        for one, row in pairs:
            if row.get("optional"):
                continue
            has_speakers = len({fold_name(name) for name in one["speakers"]}) == len(row["speakers"]) and all(
                any(is_same_name(name, wanted) for name in one["speakers"]) for wanted in row["speakers"]
            )
            self.agreement.shares["speakers"].add(has_speakers)
            if has_speakers:
                right.append(one)
                is_act = one["act"] in row.get("acts_accepted", [row["act"]])
                self.agreement.shares["acts"].add(is_act)
                if not is_act:
                    self._differ("act", f"want {row['act']}, got {one['act']}: {self._words(row)}")
            else:
                extra.append(one)
                missed.append(row)
                self._differ("speaker", f"want {row['speakers']}, got {one['speakers']}: {self._words(row)}")
        optional = [row for row in gold if row.get("optional")]
        wrong = [
            one
            for one in extra
            if any(one is f for f, _ in pairs) or not any(lies_in(one, row) for row in optional)
        ]
        self._count("statements", right, wrong, missed)
        for sign, rows in (("+", wrong), ("-", missed)):
            for row in rows:
                if not any(row is f or row is g for f, g in pairs):
                    self._differ("statement" + sign, self._words(row))

    def _judge_asked(self, kind: str, party: str) -> None:
        gold, statements = self.article.gold[kind], self.article.gold["statements"]
        sentences = [(row["start"], row["end"]) for row in (*statements, *gold)]
        found = getattr(self.found, kind)
        pairs, extra, missed = _match(
            _distinct(found, lambda row: (home_of(row, sentences), row["category"])),
            gold,
            lambda f, g: f["category"] in g.get("categories_accepted", [g["category"]]) and lies_in(f, g),
        )
        required = [(one, row) for one, row in pairs if not row.get("optional")]
        self._count(kind, [one for one, _ in required], extra, missed)
        for sign, rows in (("+", extra), ("-", missed)):
            for row in rows:
                self._differ(kind + sign, f"{row['category']}: {self._words(row)}")
        for one, row in required:
            home = home_of(one, sentences)
            parties = {
                other["party"]
                for other in found
                if other["category"] == one["category"] and home_of(other, sentences) == home
            }
            is_right = self._is_party(parties, row, party)
            self.agreement.shares[f"{kind}_parties"].add(is_right)
            if not is_right:
                self._differ(
                    f"{kind} party", f"want {row[party]}, got {sorted(map(str, parties))}: {self._words(row)}"
                )
            if kind == "demands" and row["requester_side"]:
                self.agreement.shares["demands_sides"].add(one["side"] == row["requester_side"])

    def _is_party(self, parties: set[str], row: Row, party: str) -> bool:
        """Whether the parties are those wanted; for one party its speaker or the speaker's organisation will do."""
        wanted = row[party]
        if isinstance(wanted, list):
            return all(any(is_same_name(name, one) for name in parties) for one in wanted)
        speakers = [s for z in self.article.gold["statements"] if lies_in(row, z) for s in z["speakers"]]
        offices = [
            person["affiliation"]
            for person in self.article.people
            if any(is_same_name(person["name"], speaker) for speaker in speakers)
        ]
        accepted = [wanted, *row.get(f"{party}_accepted", []), *speakers, *offices]
        return any(is_same_name(name, one) for name in parties for one in accepted)
