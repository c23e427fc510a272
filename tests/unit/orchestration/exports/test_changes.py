import pytest

from orchestration.exports.changes import (
    CELL_UNITS,
    CUT,
    GUARDED,
    LINE_ENDS,
    REPLACED,
    Changes,
    fit_excel_cell,
    guard_cell,
)

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tthen",
    "\rthen",
    "\nthen",
    "  =1",
    "\u00a0=1",
    "\u3000＝1",
    "\ufeff=1",
    "\u200b=1",
    "\x00=1",
    "\x1b=1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    "﹦1",
    "=",
    " -",
]
TEXTS = ["", "Chalco", "中铝", "1-2", "a=b", "'=1", '"=1', " ", "·", "—", "#1", "%1", "|x", "½"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_guarded(text: str) -> None:
    changes = Changes()
    assert guard_cell(text, changes) == f"'{text}"
    assert changes == {GUARDED: 1}


@pytest.mark.parametrize("text", TEXTS)
def test_other_texts_stay(text: str) -> None:
    changes = Changes()
    assert guard_cell(text, changes) == text
    assert fit_excel_cell(text, changes) == text
    assert not changes


@pytest.mark.parametrize(
    ("text", "fitting", "change"),
    [
        ("a\x00b\x1fc\ufffed\uffff", "a\ufffdb\ufffdc\ufffdd\ufffd", REPLACED),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n", LINE_ENDS),
        ("x" * CELL_UNITS + "y", "x" * (CELL_UNITS - 1) + "…", CUT),
        # A character beyond the first 65,536 is two units, and is not cut in half.
        ("𠮷" * 20_000, "𠮷" * ((CELL_UNITS - 1) // 2) + "…", CUT),
        ("x" + "𠮷" * 20_000, "x" + "𠮷" * ((CELL_UNITS - 2) // 2) + "…", CUT),
    ],
)
def test_what_a_cell_of_excel_cannot_hold_is_changed_and_counted(
    text: str, fitting: str, change: str
) -> None:
    changes = Changes()
    assert fit_excel_cell(text, changes) == fitting
    assert changes == {change: 1}


@pytest.mark.parametrize(
    "text", ["x" * CELL_UNITS, "tab\there", "soft\u00adhyphen", "zero\u200bwidth", "\u2028", "\x7f"]
)
def test_what_a_cell_of_excel_can_hold_stays(text: str) -> None:
    changes = Changes()
    assert fit_excel_cell(text, changes) == text
    assert not changes
