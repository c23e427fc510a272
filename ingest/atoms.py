"""Sentences as sequences of typed atoms, and the rewriting of small atoms into larger ones.

An atom is a stretch of text with a one-letter type (see `grammar.yml` of a language pack). Rules are regular
expressions over the string of types: grammar is data, and a rule cannot see a word, only what kind of thing it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.document import Document
from ingest.lexicon import Rule


@dataclass(slots=True, eq=False)
class Atom:
    """A typed stretch of text. `value` is what the recogniser that made it attached."""

    type: str
    start: int
    end: int
    value: Any = None
    kind: str | None = None
    rule_id: str = ""
    children: Sequence[Atom] = ()

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
    text, tokenise = document.text, document.lexicon.tokenise
    atoms: list[Atom] = []
    pending = document.structural_cues(start, end)
    count = len(pending)
    position = start
    index = 0
    for boundary in [*claimed, Atom("", end, end)]:
        limit = boundary.start
        while index < count and pending[index][0] < limit:
            first, last, meaning = pending[index]
            index += 1
            if first < position or last > limit:
                continue
            if first > position and (gap := text[position:first]) != " ":
                atoms += [
                    Atom(letter, position + low, position + high) for letter, low, high in tokenise(gap)
                ]
            entry, _, _, letter, lower = meaning
            if letter != lower and text[first:last].islower():
                letter = lower
            atoms.append(Atom(letter, first, last, entry))
            position = last
        if limit > position and (gap := text[position:limit]) != " ":
            atoms += [Atom(letter, position + low, position + high) for letter, low, high in tokenise(gap)]
        if boundary.type:
            atoms.append(boundary)
        position = max(position, boundary.end)
    return atoms


def rewrite(atoms: list[Atom], rules: Iterable[Rule]) -> list[Atom]:
    """Apply each rule once, left to right; what it matches becomes one atom that keeps its parts."""
    types = types_of(atoms)
    letters = set(types)
    for rule in rules:
        for need in rule.needs:
            if letters.isdisjoint(need):
                break
        else:
            rewritten = _apply(rule, atoms, types)
            if rewritten:
                atoms = rewritten
                types = types_of(atoms)
                letters = set(types)
    return atoms


def _apply(rule: Rule, atoms: list[Atom], types: str) -> list[Atom]:
    """The atoms with those that the rule matches made one; empty where it matches nothing."""
    result: list[Atom] = []
    position = 0
    for match in rule.pattern.finditer(types):
        first, last = match.span()
        if first == last:
            continue
        result += atoms[position:first]
        parts = atoms[first:last]
        value = None
        if rule.value_of is not None:
            value = next((part.value for part in parts if part.type == rule.value_of), None)
        start, end = parts[0].start, parts[-1].end
        result.append(Atom(rule.type, start, end, value, rule.kind, rule.rule_id, parts))
        position = last
    if position:
        result += atoms[position:]
    return result
