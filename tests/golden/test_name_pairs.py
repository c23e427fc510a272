"""Names that are one's and names that are not, against the models; what the pairs are is in README.md."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from ingest.lexicon import Lexicon
from tests.golden.name_pairs import Score, read_pairs, resolve, score

FLOORS = yaml.safe_load(Path(__file__).with_name("name_pairs.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Score]:
    pairs = read_pairs()
    return dict(score(pairs, resolve(pairs, lexicon, tmp_path_factory.mktemp("pairs"))))


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_no_figure_drops(kind: str, scores: dict[str, Score]) -> None:
    found, floor = scores[kind], FLOORS[kind]
    assert found.precision >= floor["precision"], found.wrong
    assert found.recall >= floor["recall"], found.wrong


def test_pairs_are_many_and_each_is_one() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 400
    assert max(Counter((frozenset(pair[:2]), pair.kind) for pair in pairs).values()) == 1
    assert {pair.label for pair in pairs} == {"same", "different", "unsure"}
    assert {pair.kind for pair in pairs} == set(FLOORS)
