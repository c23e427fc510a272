"""What an export changes in cells because the format, or what opens it, cannot take them as they are.

Nothing is changed in silence: every change is counted, and the counts are told.
"""

import re
import unicodedata
from collections import Counter

GUARDED = "begin like a formula, and have a ' in front now"
CUT = "were longer than the 32,767 characters of an Excel cell, and were cut"
REPLACED = "held control characters, which Excel cannot hold, and have U+FFFD in their place"
LINE_ENDS = "held carriage returns, and have line feeds in their place"

CELL_UNITS = 32_767
"""What a cell of Excel holds, in units of UTF-16."""

_FORMULA_SIGNS = frozenset("=+-@")
# XML 1.0 may not hold them.
_NOT_OF_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Changes = Counter[str]
"""How many cells were changed, by what was done to them, in words that go on with "Cells that"."""


def guard_cell(text: str, changes: Changes) -> str:
    """Put a ' before a text that a spreadsheet would take for a formula.

    As OWASP advises (CSV Injection): = + - and @ at the beginning, also in their other widths and after blanks and
    characters that are not seen, and a tab or a line end at the beginning.
    """
    if not begins_like_formula(text):
        return text
    changes[GUARDED] += 1
    return f"'{text}"


def begins_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula."""
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    for character in text:
        if character.isspace() or unicodedata.category(character).startswith("C"):
            continue
        return unicodedata.normalize("NFKC", character) in _FORMULA_SIGNS
    return False


def fit_excel_cell(text: str, changes: Changes) -> str:
    """Make a text one that Excel opens: guarded, of characters that XML may hold, and not too long."""
    fitting = guard_cell(text, changes)
    if "\r" in fitting:
        fitting = fitting.replace("\r\n", "\n").replace("\r", "\n")
        changes[LINE_ENDS] += 1
    replaced = _NOT_OF_XML.sub("\N{REPLACEMENT CHARACTER}", fitting)
    if replaced != fitting:
        changes[REPLACED] += 1
    return _cut_cell(replaced, changes)


def _cut_cell(text: str, changes: Changes) -> str:
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * CELL_UNITS:
        return text
    changes[CUT] += 1
    # A character of two units that is cut in the middle is left out; a last sign tells readers of the cut.
    return encoded[: 2 * (CELL_UNITS - 1)].decode("utf-16-le", errors="ignore") + "…"
