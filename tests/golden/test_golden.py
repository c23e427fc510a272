"""The extractor against articles that a careful reader annotated; all texts are our own.

What the folders are for, and the format, is in README.md. A figure that rises is frozen higher in `frozen.yml`, and none
is ever lowered.
"""

from __future__ import annotations

import pytest

from ingest.evaluation.figures import FIGURES_FILE
from ingest.evaluation.gold import read_gold
from ingest.lexicon import Lexicon
from tests.golden.quality import (
    FROZEN,
    HERE,
    PAGE,
    compose_figures,
    compose_page,
    evaluate_all,
    evaluate_frozen,
)


@pytest.mark.parametrize("name", sorted(FROZEN))
def test_no_frozen_figure_drops(name: str, lexicon: Lexicon) -> None:
    figures = evaluate_frozen(name, lexicon).agreement.figures()
    dropped = {
        metric: f"{figures.get(metric)} < {floor}"
        for metric, floor in FROZEN[name]["floors"].items()
        if figures.get(metric, 0.0) < floor
    }
    assert not dropped


def test_every_annotated_article_is_frozen() -> None:
    frozen = {HERE / folder["folder"] for folder in FROZEN.values()} | {HERE / "second"}
    assert {path.parent for path in HERE.rglob("*.json")} == frozen


def test_enough_articles_are_held_out() -> None:
    assert len(read_gold(HERE / FROZEN["holdout"]["folder"])) >= 20


def test_the_quality_page_and_its_figures_are_current(lexicon: Lexicon) -> None:
    evaluated = evaluate_all(lexicon)
    assert PAGE.read_text(encoding="utf-8") == compose_page(evaluated), "make quality writes it anew"
    assert FIGURES_FILE.read_text(encoding="utf-8") == compose_figures(evaluated), (
        "make quality writes it anew"
    )
