"""Atoms: sentences as strings of types, and their rewriting."""

from __future__ import annotations

import itertools
import re

from ingest.atoms import Atom, atomise, rewrite, types_of
from ingest.document import prepare
from ingest.lexicon import Lexicon, Rule
from ingest.needs import find_needs


def _atoms(types: str) -> list[Atom]:
    return [Atom(letter, i, i + 1, value=letter.lower()) for i, letter in enumerate(types)]


def _rule(pattern: str, type_: str = "Z", value_of: str | None = None) -> Rule:
    return Rule("test/rule", type_, "made", value_of, re.compile(pattern), find_needs(pattern))


def test_a_match_becomes_one_atom_with_its_parts() -> None:
    atoms = rewrite(_atoms("aBBc"), [_rule("B+")])
    assert types_of(atoms) == "aZc"
    assert (atoms[1].start, atoms[1].end, atoms[1].kind) == (1, 3, "made")
    assert [part.type for part in atoms[1].children] == ["B", "B"]


def test_rules_see_what_earlier_rules_made() -> None:
    assert types_of(rewrite(_atoms("abc"), [_rule("ab", "X"), _rule("Xc", "Y")])) == "Y"


def test_a_rule_that_matches_nothing_leaves_no_trace() -> None:
    assert types_of(rewrite(_atoms("abc"), [_rule("d*"), _rule("e")])) == "abc"


def test_value_comes_from_the_part_that_the_rule_names() -> None:
    assert rewrite(_atoms("abc"), [_rule("abc", value_of="b")])[0].value == "b"


def test_leaves_are_the_first_atoms() -> None:
    atom = rewrite(_atoms("abc"), [_rule("ab", "X"), _rule("Xc", "Y")])[0]
    assert [leaf.type for leaf in atom.leaves()] == ["a", "b", "c"]


def test_atoms_cover_the_words_in_order(lexicon: Lexicon) -> None:
    text = "Chalco’s plant in Baise, run by 3.5 people (or so), grew."
    atoms = atomise(prepare(text, lexicon), 0, len(text), [])
    assert all(a.end <= b.start for a, b in itertools.pairwise(atoms))
    assert re.sub(r"\s", "", "".join(text[a.start : a.end] for a in atoms)) == re.sub(r"\s", "", text)


def test_claimed_atoms_take_precedence(lexicon: Lexicon) -> None:
    text = "Bai Se is a name here."
    person = Atom("P", 0, 6, "Bai Se", "full")
    assert atomise(prepare(text, lexicon), 0, len(text), [person])[0] is person
