"""The corrections file: what a line may say, and what is told of one that cannot be used."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from warehouse.corrections import replace_corrections
from warehouse.corrections_file import Action, CorrectionsError, read_corrections
from warehouse.finished_builds import begin_build, finish_build
from warehouse.inputs import fingerprint_inputs
from warehouse.store import open_store

HEADER = "action,subject,object,articles,reason,author,date"
A, B, C, D = (digit * 32 for digit in "abcd")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.csv"


def write(path: Path, *lines: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_without_a_file_there_are_no_corrections(path: Path) -> None:
    assert read_corrections(path) == []


def test_each_action_is_read(path: Path) -> None:
    write(
        path,
        f"person_merge,{A},{B},,One man.,Lin,2026-03-05",
        "# of people",
        "",
        f'Person_Split,{A},,{D} {C},"Two men, one name.",,',
        f"firm_alias,Lanhai Aluminium,Chinalco,{C},A branch.,,",
        f"meeting_merge,{C},{D},,One visit.,,",
        f"meeting_split,{B},,{C},Another visit.,,",
        f"fact_wrong,{D},,,Not said.,,",
    )
    read = read_corrections(path)
    assert [correction.action for correction in read] == [
        Action.PERSON_MERGE,
        Action.PERSON_SPLIT,
        Action.FIRM_ALIAS,
        Action.MEETING_MERGE,
        Action.MEETING_SPLIT,
        Action.FACT_WRONG,
    ]
    assert [correction.line for correction in read] == [2, 5, 6, 7, 8, 9]
    first, split, alias, *_ = read
    assert (first.subject, first.object, first.articles, first.target) == (A, B, (), B)
    assert (first.reason, first.author, first.date) == ("One man.", "Lin", date(2026, 3, 5))
    assert (split.articles, split.reason, split.author, split.date) == (
        (C, D),
        "Two men, one name.",
        None,
        None,
    )
    assert split.target and split.target not in (A, C, D)
    assert (alias.subject, alias.object, alias.articles) == ("Lanhai Aluminium", "Chinalco", (C,))


def test_the_examples_of_the_guide_can_be_used(path: Path) -> None:
    guide = Path(__file__).parents[3] / "docs" / "corrections.md"
    lines = guide.read_text(encoding="utf-8").partition("## An example of each")[2].splitlines()
    examples = [line.strip() for line in lines if line.startswith("    ")]
    path.write_text("\n".join(examples), encoding="utf-8")
    assert {correction.action for correction in read_corrections(path)} == set(Action)


def test_columns_may_stand_in_any_order_and_some_be_absent(path: Path) -> None:
    (correction,) = read_corrections(
        write(path, f"why,,{A},fact_wrong", header="﻿reason,object,subject,action")
    )
    assert (correction.subject, correction.reason) == (A, "why")


def test_merges_are_followed_to_their_end(path: Path) -> None:
    read = read_corrections(
        write(path, f"person_merge,{A},{B},,r,,", f"person_merge,{B},{C},,r,,", f"person_merge,{D},{B},,r,,")
    )
    assert [correction.target for correction in read] == [C, C, C]


def test_a_correction_is_the_same_whoever_makes_it(path: Path) -> None:
    (one,) = read_corrections(write(path, f"fact_wrong,{A},,,one reason,Lin,"))
    (other,) = read_corrections(write(path, "#", f"fact_wrong,{A},,,another,,2026-01-01"))
    (third,) = read_corrections(write(path, f"fact_wrong,{B},,,one reason,Lin,"))
    assert one.correction_id == other.correction_id != third.correction_id


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ([f"merge,{A},{B},,r,,"], 2, "'merge' is no action; there are person_merge, "),
        ([f"fact_wrong,{A},,,,,"], 2, "there is no reason"),
        (["", "# x", "fact_wrong,x1,,,r,,"], 4, "'x1' is no key for the subject"),
        ([f"fact_wrong,{A.upper()},,,r,,"], 2, "is no key for the subject"),
        (["fact_wrong,,,,r,,"], 2, "fact_wrong needs a subject"),
        ([f"fact_wrong,{A},{B},,r,,"], 2, "fact_wrong takes no object"),
        ([f"fact_wrong,{A},,{B},r,,"], 2, "fact_wrong takes no articles"),
        ([f"person_merge,{A},,,r,,"], 2, "person_merge needs an object"),
        ([f"person_merge,{A},Li Lin,,r,,"], 2, "'Li Lin' is no key for the object"),
        ([f"person_merge,{A},{A},,r,,"], 2, "subject and object are the same"),
        ([f"person_split,{A},,,r,,"], 2, "person_split needs the articles"),
        ([f"person_split,{A},,{B} x,r,,"], 2, "'x' is no key for the article"),
        (["firm_alias,Lanhai,,,r,,"], 2, "firm_alias needs an object"),
        ([f"fact_wrong,{A},,,r,,yesterday"], 2, "'yesterday' is no date"),
        ([f"fact_wrong,{A},,,not he, but she,,"], 2, "put a value that holds a comma into quotes"),
        ([f'fact_wrong,{A},,,"r,,', "x"], 2, "this is no CSV"),
        ([f"fact_wrong,{A},,,r,,", f"fact_wrong,{A},,,s,,"], 3, "this says the same as line 2"),
        ([f"person_merge,{A},{B},,r,,", f"person_merge,{A},{C},,r,,"], 3, "this contradicts line 2"),
        ([f"meeting_merge,{A},{B},,r,,", f"fact_wrong,{A},,,r,,"], 3, "this contradicts line 2"),
        ([f"person_split,{A},,{B} {C},r,,", f"person_split,{A},,{C},r,,"], 3, "this contradicts line 2"),
        (["firm_alias,Lan Hai,x,,r,,", "firm_alias,LAN  HAI,y,,r,,"], 3, "this contradicts line 2"),
        (
            [f"person_merge,{A},{B},,r,,", f"person_merge,{B},{A},,r,,"],
            2,
            "merges lead in a circle, by line ",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_named(path: Path, lines: list[str], line: int, message: str) -> None:
    with pytest.raises(CorrectionsError) as caught:
        read_corrections(write(path, *lines))
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"action;subject;object;reason\n", 1, "separated by commas, not by semicolons"),
        (b"action,subject,object\n", 1, "the first line has to be action,subject"),
        (b"action,subject,object,reason,colour\n", 1, "the first line has to be action,subject"),
        (HEADER.encode() + b"\n#\nfact_wrong,\xff\xfe,,,r,,\n", 3, "this is not UTF-8"),
        (HEADER.encode() + b"\nfact_wrong,\0,,,r,,\n", 2, "NUL"),
    ],
)
def test_a_file_that_is_none_is_told(path: Path, content: bytes, line: int, message: str) -> None:
    path.write_bytes(content)
    with pytest.raises(CorrectionsError, match=f"line {line}: .*{message}"):
        read_corrections(path)


def test_a_folder_in_its_place_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(CorrectionsError, match=r"corrections\.csv cannot be read"):
        read_corrections(path)


def test_corrections_decide_whether_tables_are_made_anew(path: Path, tmp_path: Path) -> None:
    store = tmp_path / "potline.duckdb"

    def put(*lines: str) -> None:
        with open_store(store) as con:
            replace_corrections(con, read_corrections(write(path, *lines)))

    put()
    begin_build(store, "code")
    finish_build(store, "code")
    without = fingerprint_inputs(store)
    assert begin_build(store, "code")
    finish_build(store, "code")
    put(f"fact_wrong,{A},,,r,,", f"person_merge,{B},{C},,r,Lin,2026-03-05")
    assert fingerprint_inputs(store) != without
    assert not begin_build(store, "code")
    finish_build(store, "code")
    # Another order, and another reason, which is told but decides nothing.
    put(f"person_merge,{B},{C},,because,Lin,2026-03-05", f"fact_wrong,{A},,,r,,")
    assert begin_build(store, "code")
    finish_build(store, "code")
    put()
    assert not begin_build(store, "code")
    assert fingerprint_inputs(store) == without
    with duckdb.connect(str(store)) as con:
        assert con.execute("select count(*) from raw.corrections").fetchall() == [(0,)]
