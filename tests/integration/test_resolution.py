"""Counts of people, firms and meetings over a generated corpus whose truth is known."""

from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.corpus.compare import compare_counts
from tests.corpus.write import write_corpus
from tests.integration.commands import call_potline

ARTICLES = 1_200
AT_MOST = 0.01
"""How far a count may be from the truth."""


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int]]:
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder / "landing", ARTICLES, seed=7, truth=folder / "truth")
    settings = Settings(data=folder / "data", landing=folder / "landing")
    called = call_potline("build", settings.landing, "--data", settings.data)
    assert called.exit_code == 0, called.complaint
    return compare_counts(settings.published_path, Path(folder / "truth"))


@pytest.mark.parametrize(
    "counted", ["articles", "reprints", "meetings", "people", "registered_firms", "unregistered_firms"]
)
def test_counts_are_true_within_one_per_cent(counts: dict[str, tuple[int, int]], counted: str) -> None:
    true, found = counts[counted]
    assert true, "the corpus has none of it"
    assert abs(found - true) <= AT_MOST * true, f"{found} for {true}"
