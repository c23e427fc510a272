from pathlib import Path

import pytest

from tests.torture import tally
from tests.torture.page import write_page
from tests.torture.result import Row, Section
from tests.torture.results import Result, read_results, write_results
from tests.torture.tally import Tally, write_rounds

HELD = Row("a kill", "3 rounds", "0 lost", "0 lost | 0 doubled", True)
MISSED = Row("a full disk", "1 build", "a sentence", "a trace", False)


def make_result(*rows: Row) -> Result:
    return Result(
        Section("Faults", "What was done.", rows), 0.5, "2024-03-01", "0.1.0, code abc", "One core."
    )


def test_what_was_measured_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    assert read_results(path) == {}
    results = {"kills": make_result(HELD, MISSED), "disk": make_result(HELD)}
    write_results(path, results)
    assert read_results(path) == results


def test_the_page_tells_what_holds_when_and_of_which_version() -> None:
    page = write_page([make_result(HELD)])
    assert "1 of 1 lines hold." in page
    assert "Nothing that was measured." in page
    assert "Measured on 2024-03-01 at scale 0.5, potline 0.1.0, code abc." in page
    assert "| a kill | 3 rounds | 0 lost | 0 lost \\| 0 doubled | yes |" in page


def test_what_does_not_hold_stands_at_the_top() -> None:
    page = write_page([make_result(HELD, MISSED)])
    assert "1 of 2 lines hold." in page
    assert "- a full disk (1 build): a trace; wanted: a sentence." in page


def test_rounds_go_on_where_an_earlier_call_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Tally(tmp_path / "kills.json")
    for number in first.rounds(5):
        first.add(lost=number)
        if number == 1:
            monkeypatch.setattr(tally, "_stop_at", 0.0)
    assert (first["rounds"], first["lost"]) == (2, 1)
    monkeypatch.setattr(tally, "_stop_at", None)
    second = Tally(tmp_path / "kills.json")
    assert list(second.rounds(5)) == [2, 3, 4]
    assert (second["rounds"], second["lost"]) == (5, 1)
    assert list(second.rounds(5)) == []


def test_rounds_of_another_version_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Tally(tmp_path / "kills.json")
    assert list(first.rounds(2)) == [0, 1]
    monkeypatch.setattr(tally, "hash_sources", lambda project: "another")
    assert list(Tally(tmp_path / "kills.json").rounds(2)) == [0, 1]


def test_fewer_rounds_than_wanted_are_told() -> None:
    assert write_rounds(2, 5) == "2 of 5 rounds"
    assert write_rounds(5, 5) == "5 rounds"


def test_the_folder_of_the_measurement_is_not_told() -> None:
    section = Section("Disk", "What.", (Row("disk", "1 build", "words", "full: /tmp/x/disk/data/log", True),))
    assert section.without(Path("/tmp/x/disk")).rows[0].seen == "full: WORK/data/log"
