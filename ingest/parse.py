"""Sentences parsed into atoms, with everybody who is named in the article known beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

import ahocorasick_rs

from ingest.atoms import Atom, atomise, rewrite, types_of
from ingest.document import Document
from ingest.extraction import Zone
from ingest.lexicon import Entry
from ingest.recognisers.dates import DateMention, find_dates
from ingest.recognisers.people import find_people, is_pinyin_name
from ingest.recognisers.sentences import Sentence, find_sentences
from ingest.spans import Spans

_start = attrgetter("start")
_LONGEST_SENTENCE = 3000  # characters; what has no full stop for so long is no prose
_LETTER = re.compile(r"\w")
_SHORTEST_FIRM = 4  # letters; shorter names are too often words


@dataclass(slots=True)
class Parsed:
    """A sentence with its atoms, rewritten, the string of their types, and what they are all made of."""

    sentence: Sentence
    atoms: list[Atom]
    types: str
    leaves: list[Atom]


@dataclass(slots=True)
class Names:
    """The names of an article: every full name, and who bears a surname."""

    by_surname: dict[str, list[str]] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    longer: dict[str, str] = field(default_factory=dict)  # "Asiedu Boakye" -> "Kwabena Asiedu Boakye"
    firms: dict[str, str] = field(default_factory=dict)  # "sinolight" -> "Sinolight Metals Corporation"

    def add(self, name: str, surname: str) -> None:
        """Remember a full name under the part by which it is named again."""
        bearers = self.by_surname.setdefault(surname.lower(), [])
        if name not in bearers:
            bearers.append(name)

    def add_foreign(self, name: str) -> None:
        """Remember a foreigner's name with what it is called when its first words are left out."""
        if name not in self.foreign:
            self.foreign.add(name)
            words = name.split(" ")
            for first in range(1, len(words)):
                self.longer.setdefault(" ".join(words[first:]), name)


@dataclass(slots=True)
class Parse:
    """An article's sentences and names, in the order of the text."""

    document: Document
    sentences: list[Parsed]
    names: Names
    dates: list[DateMention]
    overlong: list[Sentence] = field(default_factory=list)


def _note_short_firm(document: Document, atom: Atom, names: Names) -> None:
    """An unknown firm's own name, without what it deals in and its legal form, is how it is named again.

    It stands before those words ("Sinolight Metals Corporation") or behind them ("the aluminum company Nordmetall").
    """
    leaves = list(atom.leaves())
    types = types_of(leaves)
    full = " ".join(document.text[atom.start : atom.end].split("(")[0].split())
    if bracket := document.lexicon.patterns["firm_abbreviation"].search(types):  # "... Corporation (CNOE)"
        leaf = leaves[bracket.start("abbreviation")]
        names.firms.setdefault(document.folded[leaf.start : leaf.end], full)
    match = document.lexicon.patterns["firm_own_name"].search(types)
    if match is None or "F" in types:
        return
    first, last = match.span("own")
    short = document.folded[leaves[first].start : leaves[last - 1].end]
    if len(short) >= _SHORTEST_FIRM:
        names.firms.setdefault(
            short, document.text[leaves[match.start()].start : leaves[match.end() - 1].end]
        )


def _mark_firms(document: Document, atoms: list[Atom], names: Names, letter: str, capital: str) -> bool:
    """Make the short name of a firm of the article an atom like a registered firm's; whether there was one."""
    marked = False
    for index, atom in enumerate(atoms):
        full = names.firms.get(document.folded[atom.start : atom.end]) if atom.type == capital else None
        if full is not None:
            entry = Entry("firm", full, {"firm": "", "local": full})
            atoms[index] = Atom(letter, atom.start, atom.end, entry)
            marked = True
    return marked


def _mark_surnames(document: Document, atoms: list[Atom], names: Names, letter: str, capital: str) -> None:
    before = ""
    for atom in atoms:
        kind = atom.type
        # "Chairman He": what would be a pronoun is a surname behind a post.
        after_post = kind in "Eth" and before in ("T", "y") and document.text[atom.start].isupper()
        may_be_name = kind == capital or kind == "L" or after_post
        if may_be_name and document.folded[atom.start : atom.end] in names.by_surname:
            atom.type = kind = letter
        if kind != "e":
            before = kind


def _name_foreigners(document: Document, atoms: list[Atom], names: Names) -> list[Atom]:
    """Give people whom the grammar found their names; what is no name falls apart again."""
    stop = document.lexicon.pack["names"]["foreign_name_stop"]
    result: list[Atom] = []
    for atom in atoms:
        if atom.type != "P" or atom.kind != "full" or atom.value is not None:
            result.append(atom)
            continue
        words = [document.folded[leaf.start : leaf.end] for leaf in atom.leaves() if leaf.type == "C"]
        written = document.text[atom.start : atom.end]
        if any(word in stop for word in words) or all(len(word) < 3 for word in words):
            result.extend(atom.children)
            continue
        atom.value = " ".join(written.split())
        atom.value = names.longer.get(atom.value, atom.value)  # "Mr. Asiedu Boakye" is Kwabena Asiedu Boakye
        names.add(atom.value, words[0])
        if not is_pinyin_name(document, words):
            names.add_foreign(atom.value)
            names.add(atom.value, words[-1])  # "Minister Khamphet", "Mr. Sisoulath"
        result.append(atom)
    return result


def _claim_foreigners(document: Document, names: Names, taken: list[Atom]) -> list[Atom]:
    """Every further place where a foreigner's full name stands, now without a post beside it."""
    if not names.foreign:
        return []
    bearers: dict[str, str] = {}
    for name in sorted(names.foreign):
        bearers.setdefault(name, name)
        parts = name.split(" ")
        if len(parts) > 2:
            bearers.setdefault(" ".join(parts[:2]), name)  # "Abang Zulkifli" for Abang Zulkifli Rahman
    found = _find_words(document.text, list(bearers))
    starts = {atom.start for atom in taken}
    claims: dict[int, Atom] = {}
    for written, name in bearers.items():
        for start in found.get(written, []):
            if start not in starts and start not in claims:
                claims[start] = Atom("P", start, start + len(written), name, "full", "person/named-before")
    return [claims[start] for start in sorted(claims)]


def _find_words(text: str, sought: list[str]) -> dict[str, list[int]]:
    """Where each of the names sought stands in a text, all of them found in one pass; no name begins inside itself."""
    found: dict[str, list[int]] = {}
    ends: dict[int, int] = {}
    automaton = ahocorasick_rs.AhoCorasick(sought)
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        is_word = not _LETTER.match(text, start - 1, start) and not _LETTER.match(text, end)
        if is_word and start >= ends.get(index, 0):
            found.setdefault(sought[index], []).append(start)
            ends[index] = end
    return found


@dataclass(slots=True)
class _Draft:
    """A sentence after the first pass: its atoms before and after rewriting."""

    sentence: Sentence
    base: list[Atom]
    atoms: list[Atom]


def _draft(document: Document, sentence: Sentence, claims: Spans[Atom], names: Names) -> _Draft:
    base = atomise(document, sentence.start, sentence.end, claims.within(sentence.start, sentence.end))
    return _Draft(
        sentence, base, _name_foreigners(document, rewrite(base, document.lexicon.naming_rules), names)
    )


def _redraft(
    document: Document, draft: _Draft, late: Spans[Atom], claims: Spans[Atom], names: Names
) -> _Draft:
    """Read a sentence again where the rest of the article has taught names that stand in it.

    Args:
        document: the prepared text.
        draft: the sentence as it was read first.
        late: what was learnt behind it.
        claims: that with all that was known before.
        names: the names of the article.
    """
    grammar = document.lexicon.pack["grammar"]
    if late.within(draft.sentence.start, draft.sentence.end):
        draft = _draft(document, draft.sentence, claims, names)
    if names.firms and _mark_firms(
        document, draft.base, names, grammar["atoms"]["firm"], grammar["capitalised"]
    ):
        draft.atoms = _name_foreigners(document, rewrite(draft.base, document.lexicon.naming_rules), names)
    return draft


def parse(document: Document, zones: Iterable[Zone]) -> Parse:
    """Parse the body in two passes: the first learns names, the second reads with all of them known."""
    zones = list(zones)
    body = [z for z in zones if z.zone_kind == "body"]
    names = Names()
    people = [atom for z in body for atom in find_people(document, z.start_char, z.end_char)]
    first: dict[str, str] = {}
    for person in people:  # "Luo Jian-guo" and "Luo Jianguo" are one
        person.value = first.setdefault("".join(filter(str.isalpha, person.value.lower())), person.value)
        names.add(person.value, person.value.split(" ")[0])
    all_dates = Spans(find_dates(document))
    dates = [d for z in body for d in all_dates.starting_within(z.start_char, z.end_char)]
    day_atoms = [Atom("D", d.start, d.end, d, rule_id=d.rule_id) for d in dates]
    claims = Spans(sorted([*people, *day_atoms], key=_start))
    sentences = find_sentences(document, zones, [(p.start, p.end, p.value) for p in people])
    overlong = [s for s in sentences if s.end - s.start > _LONGEST_SENTENCE]
    drafts = [_draft(document, s, claims, names) for s in sentences if s.end - s.start <= _LONGEST_SENTENCE]
    for draft in drafts:
        for atom in draft.atoms:
            for part in (atom, *atom.children):
                if part.type == "O":
                    _note_short_firm(document, part, names)
    taken = [atom for draft in drafts for atom in draft.atoms if atom.type == "P"]
    late = Spans(sorted(_claim_foreigners(document, names, taken), key=_start))
    claims = Spans(sorted([*claims.items, *late.items], key=_start))
    grammar = document.lexicon.pack["grammar"]
    parsed = []
    for draft in drafts:
        draft = _redraft(document, draft, late, claims, names)
        _mark_surnames(document, draft.atoms, names, grammar["surname"], grammar["capitalised"])
        atoms = rewrite(draft.atoms, document.lexicon.referring_rules)
        parsed.append(Parsed(draft.sentence, atoms, types_of(atoms), draft.base))
    return Parse(document, parsed, names, dates, overlong)
