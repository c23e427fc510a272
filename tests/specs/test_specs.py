"""Every spec file against the recogniser that it is named after.

A spec is a text, the article's publication date where that matters, and the lines that `render` must give. An empty
list is a negative: the recogniser must find nothing.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.extraction import Article
from ingest.lexicon import Lexicon
from tests.specs.render import render

SPECS = Path(__file__).parent


def _cases() -> list[Any]:
    cases = []
    for path in sorted(SPECS.glob("*.yml")):
        for number, spec in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            cases.append(pytest.param(path.stem, spec, id=f"{path.stem}-{number}-{spec['shows']}"))
    return cases


@pytest.mark.parametrize(("recogniser", "spec"), _cases())
def test_recogniser_finds_what_the_spec_says(recogniser: str, spec: dict[str, Any], lexicon: Lexicon) -> None:
    published: datetime.date | None = spec.get("published_on")
    assert render(recogniser, Article("spec", spec["text"], published), lexicon) == spec["finds"]


@pytest.mark.parametrize("path", sorted(SPECS.glob("*.yml")), ids=lambda p: p.stem)
def test_each_recogniser_has_negatives(path: Path) -> None:
    specs = yaml.safe_load(path.read_text(encoding="utf-8"))
    if path.stem not in ("zones", "sentences", "headers"):  # every text has a zone, a sentence, a header
        assert any(spec["finds"] == [] for spec in specs)
