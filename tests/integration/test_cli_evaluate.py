"""`potline evaluate`: the figures of a folder of gold, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

from tests.integration.commands import call_potline

GOLD = Path(__file__).parent.parent / "golden" / "gold"


def test_figures_are_printed_and_written(tmp_path: Path) -> None:
    called = call_potline("evaluate", GOLD, "--data", tmp_path)
    assert called.exit_code == 0, called.complaint
    page = (tmp_path / "QUALITY.md").read_text(encoding="utf-8")
    for words in (
        "participants F1",
        "person",
        "statement/person",
        "articles without a meeting that stay clean",
    ):
        assert words in page
    assert "participants F1" in called.output
    assert "statement/person" in called.output


def test_differences_are_listed_when_asked_for(tmp_path: Path) -> None:
    called = call_potline("evaluate", GOLD, "--data", tmp_path, "--differences")
    assert "demands- | " in called.output


def test_texts_may_lie_elsewhere(tmp_path: Path) -> None:
    samples = GOLD.parent.parent.parent / "ingest" / "samples"
    called = call_potline("evaluate", GOLD, "--texts", samples, "--data", tmp_path)
    assert called.exit_code == 0, called.complaint


def test_a_folder_without_gold_is_told_in_one_sentence(tmp_path: Path) -> None:
    called = call_potline("evaluate", tmp_path, "--data", tmp_path)
    assert called.exit_code == 2
    assert called.complaint.count("\n") == 1
    assert "no gold files" in called.complaint
