"""Evaluation: what counts as right, wrong, missed or tolerated."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.evaluation.agreement import compare
from ingest.evaluation.gold import Found, GoldArticle, GoldError, found_by_annotator, insist, read_gold
from ingest.evaluation.likeness import is_date, is_same_name, is_same_title
from ingest.evaluation.report import write_page

TEXT = "Gao Lin met Qin Shu. Gao Lin asked for power. Qin Shu agreed."
RULE = {"rule": "some/rule"}


def _gold(**changes: Any) -> GoldArticle:
    person = {"name": "Gao Lin", "title": "chairman of Chinalco", "affiliation": "Chinalco", "side": "firm"}
    gold = {
        "split": "meeting",
        "meetings": [{"date": "--05-08", "kind": "talks", "participants": [person]}],
        "statements": [{"start": 21, "end": 45, "speakers": ["Gao Lin"], "act": "request"}],
        "demands": [
            {"start": 21, "end": 45, "requester": "Chinalco", "requester_side": "firm", "addressee": None}
            | {"category": "power_supply"}
        ],
        "commitments": [],
    }
    return GoldArticle("one", TEXT, gold | changes)


def _found() -> Found:
    return Found(
        [{"date": None, "date_text": "May 8", "kind": "talks", "place": None, **RULE}],
        [{"name": "Mr. Gao Lin", "title": "chairman", "side": "firm", **RULE}],
        [{"start": 21, "end": 45, "speakers": ["Gao Lin"], "act": "request", **RULE}],
        [{"start": 21, "end": 45, "category": "power_supply", "party": "Chinalco", "side": "firm", **RULE}],
        [],
    )


def test_the_same_rows_agree_in_every_figure() -> None:
    assert set(compare([(_gold(), _found())]).figures().values()) == {1.0}


def test_an_annotation_agrees_with_itself() -> None:
    assert set(compare([(_gold(), found_by_annotator(_gold()))]).figures().values()) == {1.0}


def test_a_row_too_many_and_a_row_missed_are_counted() -> None:
    found = _found()
    found.demands[0]["category"] = "land"
    agreement = compare([(_gold(), found)])
    tally = agreement.tallies["demands"]
    assert (tally.right, tally.wrong, tally.missed) == (0, 1, 1)
    assert agreement.by_rule["demands", "some/rule"] == {"wrong": 1}
    assert {d.kind for d in agreement.differences} == {"demands+", "demands-"}


def test_a_statement_with_another_speaker_is_wrong_and_missed() -> None:
    found = _found()
    found.statements[0]["speakers"] = ["Qin Shu"]
    tally = compare([(_gold(), found)]).tallies["statements"]
    assert (tally.right, tally.wrong, tally.missed) == (0, 1, 1)


def test_an_optional_row_counts_neither_way() -> None:
    gold = _gold()
    gold.gold["demands"][0]["optional"] = True
    missed, found = compare([(gold, Found())]), compare([(gold, _found())])
    assert missed.tallies["demands"].missed == found.tallies["demands"].right == 0


def test_insisting_makes_an_optional_row_required() -> None:
    gold = _gold()
    gold.gold["demands"][0]["optional"] = True
    assert compare([(insist(gold), Found())]).tallies["demands"].missed == 1


@pytest.mark.parametrize(("found", "value"), [(Found(), 1.0), (_found(), 0.0)])
def test_an_article_without_a_meeting_is_clean_when_nothing_is_found(found: Found, value: float) -> None:
    assert compare([(_gold(split="negative"), found)]).figures()["negatives_clean"] == value


@pytest.mark.parametrize(
    ("date", "text", "wanted", "is_right"),
    [
        (datetime.date(2020, 5, 8), "May 8", "2020-05-08", True),
        (datetime.date(2020, 5, 8), "May 8", "2020-05", True),
        (datetime.date(2020, 5, 8), "May 8", "--05-08", False),
        (None, "May 8", "--05-08", True),
        (None, None, "--05-08", False),
        (None, None, None, True),
    ],
)
def test_dates(date: datetime.date | None, text: str | None, wanted: str | None, is_right: bool) -> None:
    assert is_date({"date": date, "date_text": text}, wanted) is is_right


@pytest.mark.parametrize(
    ("found", "wanted", "is_right"),
    [
        ("mayor", "mayor of Baise", True),
        ("vice mayor", "mayor of Baise", False),
        ("secretary", "mayor of Baise", False),
        (None, "mayor of Baise", False),
    ],
)
def test_titles(found: str | None, wanted: str, is_right: bool) -> None:
    assert is_same_title(found, wanted, "Baise") is is_right


def test_names() -> None:
    assert is_same_name("Chinalco", "Chinalco Group")
    assert not is_same_name("Chinalco", None)


def _write(folder: Path, **changes: Any) -> Path:
    gold = {"id": "one", "text": "one.txt", **_gold().gold, **changes}
    (folder / "one.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder


def test_gold_finds_its_texts(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text(TEXT, encoding="utf-8")
    assert read_gold(_write(tmp_path), tmp_path / "texts")[0].text == TEXT


@pytest.mark.parametrize("fault", ["empty", "no json", "no key", "no text", "another text"])
def test_unusable_gold_is_told_by_its_file(tmp_path: Path, fault: str) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    if fault == "no json":
        (tmp_path / "one.json").write_text("{", encoding="utf-8")
    elif fault == "no key":
        (tmp_path / "one.json").write_text('{"id": "one"}', encoding="utf-8")
    elif fault == "no text":
        _write(tmp_path, text="two.txt")
    elif fault == "another text":
        _write(tmp_path, sha256="0" * 64)
    with pytest.raises(GoldError, match="no gold files" if fault == "empty" else "one"):
        read_gold(tmp_path)


def test_the_page_has_every_part() -> None:
    from ingest.evaluation.report import Evaluated

    page = write_page("# Head", [Evaluated("one", compare([(_gold(), _found())]), 1)], [], "tail")
    for part in ("# Head", "participants F1", "some/rule", "By article: one", "tail"):
        assert part in page
