"""Sentences parsed into atoms, with everybody who is named in the article known beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.atoms import Atom, atomise, rewrite, types_of
from ingest.document import Document
from ingest.extraction import Zone
from ingest.lexicon import Entry
from ingest.recognisers.dates import DateMention, find_dates
from ingest.recognisers.people import find_people, is_pinyin_name
from ingest.recognisers.sentences import Sentence, find_sentences

_SHORTEST_FIRM = 4  # letters; shorter names are too often words


@dataclass(slots=True)
class Parsed:
    """A sentence with its atoms, rewritten, and the string of their types."""

    sentence: Sentence
    atoms: list[Atom]
    types: str


@dataclass(slots=True)
class Names:
    """The names of an article: every full name, and who bears a surname."""

    full: list[str] = field(default_factory=list)
    by_surname: dict[str, list[str]] = field(default_factory=dict)
    firms: dict[str, str] = field(default_factory=dict)  # "sinolight" -> "Sinolight Metals Corporation"

    def add(self, name: str, surname: str) -> None:
        """Remember a full name under the part by which it is named again."""
        if name not in self.full:
            self.full.append(name)
        bearers = self.by_surname.setdefault(surname.lower(), [])
        if name not in bearers:
            bearers.append(name)


@dataclass(slots=True)
class Parse:
    """An article's sentences and names, in the order of the text."""

    document: Document
    sentences: list[Parsed]
    names: Names
    dates: list[DateMention]


def _note_short_firm(document: Document, atom: Atom, names: Names) -> None:
    """An unknown firm's own name, without what it deals in and its legal form, is how it is named again."""
    leaves = list(atom.leaves())
    own = next((i for i, leaf in enumerate(leaves) if leaf.type not in "C"), len(leaves))
    if atom.kind != "firm" or own == 0 or any(leaf.type == "F" for leaf in leaves):
        return
    short = document.folded[leaves[0].start : leaves[own - 1].end]
    if len(short) >= _SHORTEST_FIRM:
        names.firms.setdefault(short, document.text[atom.start : atom.end])


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
    for atom in atoms:
        if atom.type in (capital, "L") and document.folded[atom.start : atom.end] in names.by_surname:
            atom.type = letter


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
        names.add(atom.value, words[0])
        if not is_pinyin_name(
            document, words
        ):  # named again by either part: "Minister Khamphet", "Mr. Sisoulath"
            names.add(atom.value, words[-1])
        result.append(atom)
    return result


def parse(document: Document, zones: Iterable[Zone]) -> Parse:
    """Parse the body: names first, then sentence by sentence."""
    lexicon = document.lexicon
    zones = list(zones)
    body = [z for z in zones if z.zone_kind == "body"]
    names = Names()
    people = [atom for z in body for atom in find_people(document, z.start_char, z.end_char)]
    for person in people:
        names.add(person.value, person.value.split(" ")[0])
    dates = [d for d in find_dates(document) if any(z.start_char <= d.start < z.end_char for z in body)]
    claimed = sorted(
        [*people, *(Atom("D", d.start, d.end, d, rule_id=d.rule_id) for d in dates)], key=lambda a: a.start
    )
    grammar = lexicon.pack["grammar"]
    naming = [rule for rule in lexicon.rules if not rule.rule_id.startswith("person/by-")]
    referring = [rule for rule in lexicon.rules if rule.rule_id.startswith("person/by-")]
    drafts: list[tuple[Sentence, list[Atom], list[Atom]]] = []
    for sentence in find_sentences(document, zones):
        inside = [a for a in claimed if a.start >= sentence.start and a.end <= sentence.end]
        base = atomise(document, sentence.start, sentence.end, inside)
        atoms = _name_foreigners(document, rewrite(base, naming), names)
        for atom in atoms:
            for part in (atom, *atom.children):
                if part.type == "O":
                    _note_short_firm(document, part, names)
        drafts.append((sentence, base, atoms))
    parsed = []
    for sentence, base, atoms in drafts:
        if names.firms and _mark_firms(
            document, base, names, grammar["atoms"]["firm"], grammar["capitalised"]
        ):
            atoms = _name_foreigners(document, rewrite(base, naming), names)
        _mark_surnames(document, atoms, names, grammar["surname"], grammar["capitalised"])
        atoms = rewrite(atoms, referring)
        parsed.append(Parsed(sentence, atoms, types_of(atoms)))
    return Parse(document, parsed, names, dates)
