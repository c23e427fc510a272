"""The compiled pack and world: folding, casing, spelling variants, and that the pack is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from ingest.document import prepare
from ingest.folding import fold, space_out
from ingest.lexicon import PACKS, Lexicon, extractor_version, load_lexicon


@pytest.mark.parametrize(
    "text", ["İstanbul", "“Power” ‘n’ light", "Straße", "ＡＢＣ", "Chalco’s\u00a0plant", "ﬁ"]
)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(space_out(fold(text))) == len(text) + 2


def test_folding_straightens_quotes() -> None:
    assert fold("Chalco’s “PLANT”") == 'chalco\'s "plant"'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SWA grew", ["SWA"]),
        ("swa grew", []),  # an abbreviation is written in capitals
        ("Chalco grew", ["Chalco"]),
        ("chalco grew", []),
        ("Chalcopyrite grew", []),  # no word begins with a firm
    ],
)
def test_names_are_found_by_their_casing_and_whole(text: str, found: list[str], lexicon: Lexicon) -> None:
    document = prepare(text, lexicon)
    assert [text[c.start : c.end] for c in document.cues("firm", 0, len(text))] == found


@pytest.mark.parametrize("written", ["Co., Ltd.", "Co.,Ltd.", "Co. Ltd.", "Co Ltd", "CO., LTD"])
def test_legal_forms_are_found_however_they_are_set(written: str, lexicon: Lexicon) -> None:
    text = f"Shenda Foil {written} grew"
    assert prepare(text, lexicon).cues("firm_noun", 0, len(text))


def test_cues_come_leftmost_longest(lexicon: Lexicon) -> None:
    text = "He expressed his gratitude for the energy consumption indicators."
    words = [text[c.start : c.end] for c in prepare(text, lexicon).cues("category", 0, len(text))]
    assert words == ["energy consumption indicators"]


def test_a_missing_pack_is_said(world: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no language pack"):
        load_lexicon(world, "klingon")


def test_version_depends_on_the_seeds(world: Path, tmp_path: Path) -> None:
    shutil.copytree(world, tmp_path / "seeds")
    assert extractor_version(tmp_path / "seeds") == extractor_version(world)
    with (tmp_path / "seeds" / "firms.csv").open("a", encoding="utf-8") as firms:
        firms.write("x,X,,,,,other\n")
    assert extractor_version(tmp_path / "seeds") != extractor_version(world)


def _forms() -> list[tuple[str, str, object]]:
    rows = []
    for path in sorted((PACKS / "english").glob("*.yml")):
        for kind, groups in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if isinstance(groups, list) and groups and isinstance(groups[0], dict) and "forms" in groups[0]:
                rows += [(path.name, kind, form) for group in groups for form in group["forms"]]
    return rows


def test_forms_are_words() -> None:
    # YAML reads a bare `no` or `on` as a truth value: such a word must be quoted.
    assert [row for row in _forms() if not isinstance(row[2], str)] == []


def test_every_kind_of_the_grammar_has_words(lexicon: Lexicon) -> None:
    kinds = {kind for _, kind, _ in _forms()} | {"firm", "place", "person", "date"}
    assert set(lexicon.pack["grammar"]["atoms"]) <= kinds


def test_categories_are_those_of_the_seed(world: Path, lexicon: Lexicon) -> None:
    with (world / "demand_categories.csv").open(encoding="utf-8") as lines:
        known = {line.split(",")[0] for line in lines} - {"category"}
    used = {group["category"] for group in lexicon.pack["categories"]["category"]} | {"other"}
    assert used == known


def test_speech_acts_are_those_of_the_seed(world: Path, lexicon: Lexicon) -> None:
    with (world / "speech_acts.csv").open(encoding="utf-8") as lines:
        known = {line.split(",")[0] for line in lines}
    assert {group["act"] for group in lexicon.pack["reporting"]["reporting_verb"]} <= known
