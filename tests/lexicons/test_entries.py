"""Every entry of the language pack against its examples and counter-examples.

An entry is one group of a list of the pack: words that mean the same. `english/<file>.yml` here holds the texts for the
pack's file of that name, by kind. An entry is named there by its kind and one of its forms, any that no other group of
the kind has; so words can be added on either end of a group.

An example is a text that is read otherwise when the entry is left out of the lexicon: other rows, whichever rules gave
them. A counter-example has the letters of one of its forms (within a longer word, in a name, in another sense or
place) and is read the same to the last rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import ingest
from ingest.extract import extract
from ingest.extraction import Article, Extraction
from ingest.folding import fold, space_out
from ingest.lexicon import PACKS, Entry, Lexicon

LANGUAGE = "english"
TEXTS = Path(__file__).parent / LANGUAGE
CODE = Path(ingest.__file__).parent


class Group(NamedTuple):
    """One group of a list of the pack: the file and kind that it stands in, its forms and attributes."""

    file: str
    kind: str
    forms: tuple[str, ...]
    attributes: dict[str, Any]

    def holds(self, entry: Entry) -> bool:
        """Whether an entry of the compiled lexicon comes from this group."""
        if self.kind == "demonym":  # compiled into a way to write the place
            return entry == Entry("place", self.attributes["place"], {"casing": "title"})
        return entry.kind == self.kind and entry.attributes == self.attributes and entry.value in self.forms


class Spec(NamedTuple):
    """The texts for the group of a kind that has a form."""

    file: str
    kind: str
    form: str
    examples: list[str]
    counter_examples: list[str]


def _read_groups() -> Iterator[Group]:
    for path in sorted((PACKS / LANGUAGE).glob("*.yml")):
        for kind, groups in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if not (isinstance(groups, list) and isinstance(groups[0], dict) and "forms" in groups[0]):
                continue
            for group in groups:
                attributes = {name: value for name, value in group.items() if name != "forms"}
                yield Group(path.stem, kind, tuple(str(form) for form in group["forms"]), attributes)


def _read_specs() -> Iterator[Spec]:
    for path in sorted(TEXTS.glob("*.yml")):
        for kind, specs in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for spec in specs:
                yield Spec(path.stem, kind, **spec)


GROUPS = list(_read_groups())
SPECS = list(_read_specs())
each_spec = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.kind}-{spec.form}")


def _groups_of(spec: Spec) -> list[Group]:
    return [g for g in GROUPS if (g.file, g.kind) == (spec.file, spec.kind) and spec.form in g.forms]


def _leave_out(lexicon: Lexicon, group: Group) -> Lexicon:
    """The lexicon without a group: its literals are still found, and mean nothing.

    What loading computed of them (the common words of firms' names, the sorts of places) stays as it is.
    """
    entries = tuple(tuple(e for e in meanings if not group.holds(e)) for meanings in lexicon.entries)
    return replace(lexicon, entries=entries)


def _read(text: str, lexicon: Lexicon) -> Extraction:
    return extract(Article("entry", text), lexicon)


def _rows(extraction: Extraction) -> list[tuple[Any, ...]]:
    """Every row, without the name of the rule that gave it."""
    tables = (getattr(extraction, table.name) for table in fields(extraction))
    rows = [row for table in tables if isinstance(table, list) for row in table]
    rows.append(extraction.header)
    return [tuple(v for n, v in zip(row._fields, row, strict=True) if n != "rule_id") for row in rows]


def test_every_kind_is_read(lexicon: Lexicon) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(CODE.rglob("*.py")))
    unread = {g.kind for g in GROUPS if g.kind not in lexicon.structural_rank and f'"{g.kind}"' not in code}
    assert not unread, "nothing asks for these kinds of the pack"


def test_every_entry_has_its_texts() -> None:
    found = [_groups_of(spec) for spec in SPECS]
    assert [spec for spec, groups in zip(SPECS, found, strict=True) if len(groups) != 1] == []
    named = [(group.file, group.kind, group.forms) for groups in found for group in groups]
    assert len(named) == len(set(named)), "two specs name one group"
    assert [g for g in GROUPS if (g.file, g.kind, g.forms) not in named] == []


def test_no_text_stands_twice() -> None:
    texts = [(spec.kind, text) for spec in SPECS for text in (*spec.examples, *spec.counter_examples)]
    assert len(texts) == len(set(texts))


@each_spec
def test_examples_depend_on_the_entry(spec: Spec, lexicon: Lexicon) -> None:
    assert len(spec.examples) >= 2
    group = _groups_of(spec)[0]
    without = _leave_out(lexicon, group)
    for text in spec.examples:
        literals = lexicon.find_literals(space_out(fold(text)))
        assert any(group.holds(entry) for index, _, _ in literals for entry in lexicon.entries[index]), text
        assert _rows(_read(text, lexicon)) != _rows(_read(text, without)), text


@each_spec
def test_counter_examples_do_not_depend_on_the_entry(spec: Spec, lexicon: Lexicon) -> None:
    assert spec.counter_examples
    group = _groups_of(spec)[0]
    without = _leave_out(lexicon, group)
    for text in spec.counter_examples:
        assert any(fold(form) in fold(text) for form in group.forms), text
        assert _read(text, lexicon) == _read(text, without), text
