"""Folding: a text as it is compared, character by character.

Replacing one character after the other looks slow and is not: a replacement of what is not there only searches.
"""

from __future__ import annotations

# One character for one character, so that an offset in the folded text is an offset in the text.
_STRAIGHT = tuple(zip("`‘’ʼ´“”„«»\u00a0\u3000", "'''''\"\"\"\"\"  ", strict=True))


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_BLANKS = "".join(chr(code) if _is_of_word(chr(code)) else " " for code in range(128))


def fold(text: str) -> str:
    """Lower case with straight quotes and plain blanks; as long as the text."""
    folded = text.lower()
    if len(folded) != len(text):  # a few letters (İ) have a longer lower case
        folded = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    for written, straight in _STRAIGHT[:1] if folded.isascii() else _STRAIGHT:
        folded = folded.replace(written, straight)
    return folded


def space_out(folded: str) -> str:
    """Everything but letters and digits made a blank, so that word boundaries are blanks; two longer than the text."""
    if folded.isascii():
        return f" {folded.translate(_BLANKS)} "
    for character in set(folded):
        if not _is_of_word(character):
            folded = folded.replace(character, " ")
    return f" {folded} "
