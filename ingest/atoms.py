"""Sentences as sequences of typed atoms, and the rewriting of small atoms into larger ones.

An atom is a stretch of text with a one-letter type (see `grammar.yml` of a language pack). Rules are regular
expressions over the string of types: grammar is data, and a rule cannot see a word, only what kind of thing it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ingest.document import Document
from ingest.lexicon import Rule

# Left-overs of HTML are no atoms.
_TOKEN = re.compile(r"(?P<markup>&#?\w{2,6};|<[^<>]{1,80}>)|[^\W\d_]+|\d[\d.,]*\d|\d|[^\s\w]|_")


@dataclass(slots=True)
class Atom:
    """A typed stretch of text. `value` is what the recogniser that made it attached."""

    type: str
    start: int
    end: int
    value: Any = None
    kind: str | None = None
    rule_id: str = ""
    children: list[Atom] = field(default_factory=list)

    def leaves(self) -> Iterable[Atom]:
        """The atom itself, or, where it was rewritten, all that it is made of, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def types_of(atoms: list[Atom]) -> str:
    """The string of types that rules match."""
    return "".join([atom.type for atom in atoms])


def atomise(document: Document, start: int, end: int, claimed: list[Atom]) -> list[Atom]:
    """The atoms of `text[start:end]` before any rewriting.

    Args:
        document: the prepared text.
        start: first character.
        end: one past the last character.
        claimed: atoms that were found by other means (people, dates) and take precedence, in order.
    """
    grammar = document.lexicon.pack["grammar"]
    letters: dict[str, str] = grammar["atoms"]
    fixed = [atom for atom in claimed if start <= atom.start and atom.end <= end]
    atoms: list[Atom] = []
    position = start
    pending = document.structural_cues(start, end)
    index = 0
    for boundary in [*fixed, Atom("", end, end)]:
        while index < len(pending) and pending[index].start < boundary.start:
            cue = pending[index]
            index += 1
            if cue.start < position or cue.end > boundary.start:
                continue
            _tokenise(document, position, cue.start, grammar, atoms)
            letter = letters[cue.entry.kind]
            written = document.text[cue.start : cue.end]
            if written.islower():
                letter = grammar["lower_case"].get(letter, letter)
            atoms.append(Atom(letter, cue.start, cue.end, cue.entry))
            position = cue.end
        _tokenise(document, position, boundary.start, grammar, atoms)
        if boundary.type:
            atoms.append(boundary)
        position = max(position, boundary.end)
        while index < len(pending) and pending[index].start < position:
            index += 1
    return atoms


def _tokenise(document: Document, start: int, end: int, grammar: Any, atoms: list[Atom]) -> None:
    if end <= start or document.folded[start:end].isspace():  # most cues follow one another
        return
    punctuation = grammar["punctuation"]
    for token in _TOKEN.finditer(document.folded, start, end):
        word = token.group()
        if token["markup"]:
            continue
        if word in punctuation:
            atoms.append(Atom(punctuation[word], token.start(), token.end()))
        elif word[0].isdigit():
            atoms.append(Atom(grammar["number"], token.start(), token.end()))
        elif word == grammar["possessive"] and atoms and atoms[-1].type == punctuation["'"]:
            atoms[-1].end = token.end()
        elif word[0].isalpha():
            capital = document.text[token.start()].isupper()
            letter = grammar["capitalised"] if capital else grammar["lower"]
            atoms.append(Atom(letter, token.start(), token.end()))
        else:
            atoms.append(Atom(grammar["other"], token.start(), token.end()))


def rewrite(atoms: list[Atom], rules: Iterable[Rule]) -> list[Atom]:
    """Apply each rule once, left to right; what it matches becomes one atom that keeps its parts."""
    types = types_of(atoms)
    letters = set(types)
    for rule in rules:
        if any(letters.isdisjoint(need) for need in rule.needs):
            continue
        result: list[Atom] = []
        position = 0
        for match in rule.pattern.finditer(types):
            first, last = match.span()
            if first == last:
                continue
            result.extend(atoms[position:first])
            parts = atoms[first:last]
            result.append(
                Atom(
                    rule.type,
                    parts[0].start,
                    parts[-1].end,
                    value=next((part.value for part in parts if part.type == rule.value_of), None),
                    kind=rule.kind,
                    rule_id=rule.rule_id,
                    children=parts,
                )
            )
            position = last
        if position:
            result.extend(atoms[position:])
            atoms = result
            types = types_of(atoms)
            letters = set(types)
    return atoms
