"""The extractor against articles that a careful reader annotated; all texts are our own.

`gold` annotates the samples; `develop` holds articles that rules are written with; `holdout` is looked at only through
its figures, so that these tell what to expect of an article never seen; `hard` is prose that no agency writes. A figure
that rises is frozen higher in `frozen.yml`, and none is ever lowered. An article of `holdout` that was read moves to
`develop`, and a fresh one takes its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.lexicon import Lexicon
from tests.golden.agreement import measure

HERE = Path(__file__).parent
FROZEN: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "frozen.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(FROZEN))
def test_no_frozen_figure_drops(name: str, lexicon: Lexicon) -> None:
    figures = measure(HERE / FROZEN[name]["folder"], lexicon)
    dropped = {
        metric: f"{figures[metric]} < {floor}"
        for metric, floor in FROZEN[name]["floors"].items()
        if figures[metric] < floor
    }
    assert not dropped


@pytest.mark.parametrize("name", sorted(FROZEN))
def test_a_frozen_folder_is_not_empty(name: str) -> None:
    assert list((HERE / FROZEN[name]["folder"]).glob("*.json"))
