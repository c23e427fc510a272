"""`QUALITY.md`: the figures of an evaluation as a page for people, and how they were computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.evaluation.agreement import Agreement
from ingest.evaluation.gold import KINDS

_LABELS = {
    "titles": "titles right",
    "sides": "sides right",
    "dates": "meeting dates right",
    "kinds": "meeting kinds right",
    "places": "meeting places right",
    "speakers": "speakers right, where the sentence was found",
    "acts": "speech acts right",
    "demands_parties": "parties of demands right",
    "demands_sides": "sides of requesters right",
    "commitments_parties": "parties of commitments right",
    "negatives_clean": "articles without a meeting that stay clean",
}


@dataclass(slots=True)
class Evaluated:
    """A folder of gold with its agreement; `about` says what the folder is for."""

    name: str
    agreement: Agreement
    article_count: int
    about: str = ""
    issues: dict[str, int] = field(default_factory=dict)


def figure(value: float) -> str:
    """A figure as it is printed everywhere."""
    return f"{value:.3f}"


def list_metrics(agreement: Agreement) -> list[tuple[str, str, str, str, int]]:
    """One row a metric: label, precision, recall, figure, and how many rows it rests on."""
    rows = [
        (f"{kind} F1", figure(t.precision), figure(t.recall), figure(t.f1), t.right + t.missed)
        for kind, t in agreement.tallies.items()
    ]
    for name, label in _LABELS.items():
        if name in agreement.shares:
            share = agreement.shares[name]
            rows.append((label, "", "", figure(share.value), share.total))
    return rows


def list_rules(agreement: Agreement) -> list[tuple[str, str, int, int, str]]:
    """One row a rule that made rows: kind, rule, rows made, rows right, and their share."""
    rows = []
    for (kind, rule), counts in sorted(agreement.by_rule.items()):
        made = counts["right"] + counts["wrong"]
        rows.append((kind, rule, made, counts["right"], figure(counts["right"] / made)))
    return rows


def list_articles(agreement: Agreement) -> list[tuple[str, ...]]:
    """One row an article that reports a meeting: its name and F1 of each kind."""
    return [
        (name, *(figure(tallies[kind].f1) for kind in KINDS))
        for name, tallies in agreement.by_article.items()
    ]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    return [*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows), ""]


def write_page(head: str, evaluated: Sequence[Evaluated], second: Sequence[Evaluated], tail: str) -> str:
    """The page: a written head, the figures of each folder, the agreement of two annotators, and a written tail.

    Args:
        head: Markdown that stands before the figures.
        evaluated: the folders, in the order of the page.
        second: the second annotator against the first, in the ways that it was counted.
        tail: Markdown that stands behind them.
    """
    lines = [head.strip(), "", "## Figures", ""]
    lines += _compare_columns(evaluated)
    lines += [f"- **{one.name}**: {one.about}" for one in evaluated if one.about] + [""]
    if second:
        lines += ["## Two annotators", ""]
        lines += [
            f"{second[0].article_count} of the articles were annotated a second time by a reader who did not see the first "
            "annotation, and are scored as if that reader were the extractor: once as everywhere else on this page, where "
            "rows that either reader marked optional count neither way, and once strictly, with every row required and "
            "one right answer each.",
            "",
        ]
        lines += _compare_columns(second)
    lines += [
        "## By rule",
        "",
        "How many rows each rule made in all folders together, and how many were right.",
        "",
    ]
    total = Agreement()
    for one in evaluated:
        for key, counts in one.agreement.by_rule.items():
            total.by_rule[key].update(counts)
    lines += _table(["kind", "rule", "made", "right", "share"], list_rules(total))
    lines += ["## Seen and not understood", "", "Rows of `extracted.issues`, by kind.", ""]
    kinds = sorted({kind for one in evaluated for kind in one.issues})
    lines += _table(
        ["issue", *(one.name for one in evaluated)],
        [(kind, *(one.issues.get(kind, 0) for one in evaluated)) for kind in kinds],
    )
    for one in evaluated:
        lines += [f"## By article: {one.name}", ""]
        lines += _table(["article", *(f"{kind} F1" for kind in KINDS)], list_articles(one.agreement))
    return "\n".join([*lines, tail.strip(), ""])


def _compare_columns(evaluated: Sequence[Evaluated]) -> list[str]:
    """A table with a row a metric and a column a folder."""
    metrics = {one.name: {row[0]: row for row in list_metrics(one.agreement)} for one in evaluated}
    labels = list(dict.fromkeys(label for rows in metrics.values() for label in rows))
    return _table(
        ["figure (rows it rests on)", *(f"{one.name} ({one.article_count} articles)" for one in evaluated)],
        [(label, *(_cell(metrics[one.name].get(label)) for one in evaluated)) for label in labels],
    )


def _cell(row: tuple[str, str, str, str, int] | None) -> str:
    if row is None:
        return ""
    _, precision, recall, value, count = row
    spread = f" (P {precision}, R {recall})" if precision else ""
    return f"{value}{spread} ({count})"
