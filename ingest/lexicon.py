"""The language pack and the world, compiled for one pass over a text.

A pack is a folder of YAML files (`lexicons/<language>`): words by kind, the grammar over kinds, layout and date
patterns. The world is the CSV seeds of the dbt project: firms with their aliases, and places. No word of any
language stands in Python.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import yaml

try:  # in Python, reading the pack takes longer than compiling it
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

from ingest.folding import fold, space_out
from ingest.needs import Needs, find_needs
from ingest.tokens import Tokeniser, compile_tokeniser

PACKS = Path(__file__).parent / "lexicons"


_BLANK_RUN = re.compile(r" +")
_NOT_WORD = re.compile(r"\W")
_LINE_KINDS = ("header", "boilerplate", "end_of_article")


class Entry(NamedTuple):
    """What a literal of the lexicon means: its kind, the canonical form, and the kind's own attributes."""

    kind: str
    value: str
    attributes: Mapping[str, Any]


class Cue(NamedTuple):
    """A literal of the lexicon found in a text: `text[start:end]`."""

    start: int
    end: int
    entry: Entry


class Meaning(NamedTuple):
    """One of the entries that a literal stands for, with what a scan asks of it.

    `casing` is how it must be written to mean that, None where that is all one. The letters are those of its atom, in
    general and where it is written in lower case; empty where its kind becomes no atom.
    """

    entry: Entry
    kind: str
    casing: str | None
    letter: str
    letter_in_lower_case: str


class Rule(NamedTuple):
    """A rewriting of typed atoms: what `pattern` matches becomes one atom of type `type`.

    The atom takes its value from its first part of type `value_of`, where the rule names one. The rule is tried only
    where of each set of `needs` one letter stands.
    """

    rule_id: str
    type: str
    kind: str | None
    value_of: str | None
    pattern: re.Pattern[str]
    needs: Needs


class Firm(NamedTuple):
    """A registered firm: the seed's key, name, the group it belongs to, and its kind."""

    firm_key: str
    name: str
    group: str
    kind: str


class DatePatterns(NamedTuple):
    """How a language writes dates: month words with their numbers, patterns, and what every date contains."""

    months: Mapping[str, int]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    anchor: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A compiled language pack together with the world's firms and places."""

    language: str
    automaton: ahocorasick_rs.AhoCorasick
    entries: tuple[tuple[Entry, ...], ...]
    naming_rules: tuple[Rule, ...]  # find organisations, titles and names
    referring_rules: tuple[Rule, ...]  # find who is named again, once all names are known
    patterns: Mapping[str, re.Pattern[str]]
    dates: DatePatterns
    line_openers: Mapping[str, re.Pattern[str]]  # by kind of line: what such a line begins with
    structural_rank: Mapping[str, int]  # the kinds that become atoms, the earlier before the later
    pack: Mapping[str, Any]
    firms: Mapping[str, Firm]
    common_words: frozenset[str]  # of firms' names: what they deal in, their legal forms, their places
    place_levels: Mapping[str, str]
    place_sorts: Mapping[str, frozenset[str]]
    tokenise: Tokeniser  # what stands between cues
    meanings: tuple[tuple[Meaning, ...], ...] = field(init=False)  # of each literal, in the order of atoms

    def __post_init__(self) -> None:
        object.__setattr__(self, "meanings", tuple(map(self._mean, self.entries)))

    def _mean(self, entries: tuple[Entry, ...]) -> tuple[Meaning, ...]:
        letters, lower = self.pack["grammar"]["atoms"], self.pack["grammar"]["lower_case"]
        ranked = sorted(entries, key=lambda entry: self.structural_rank.get(entry.kind, -1))
        found = []
        for entry in ranked:
            letter = letters.get(entry.kind, "")
            casing = entry.attributes.get("casing")
            casing = casing if casing in ("upper", "title") else None
            found.append(Meaning(entry, entry.kind, casing, letter, lower.get(letter, letter)))
        return tuple(found)

    def find_literals(self, spaced: str) -> list[tuple[int, int, int]]:
        """Every literal in the spaced-out text, at word boundaries: its number, start and end.

        They come in the order of their starts, the longest first.
        """
        literals = self.automaton.find_matches_as_indexes(spaced, overlapping=True)
        literals.reverse()  # they were in the order of their ends
        literals.sort(key=itemgetter(1))
        # The literal carries a blank on either side, and the text one more in front.
        return [(index, start, end - 2) for index, start, end in literals]


def _literals(forms: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Each form as written, with the spellings of the automaton that stand for it."""
    for form in forms:
        written = str(form)
        squeezed = _BLANK_RUN.sub(" ", _NOT_WORD.sub(" ", fold(written))).strip()
        spellings = {squeezed, _NOT_WORD.sub(" ", fold(written)).strip()}
        if " ltd" in squeezed:  # "Co., Ltd", "Co.,Ltd", "Co. Ltd", "Co Ltd": one to three blanks
            for blanks in ("  ", "   "):
                spellings.add(squeezed.replace(" ltd", blanks + "ltd"))
        for spelling in sorted(spellings):
            if spelling:
                yield spelling, written


def _pack_entries(pack: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for kind, groups in pack.items():
        if not (isinstance(groups, list) and groups and isinstance(groups[0], dict) and "forms" in groups[0]):
            continue
        for group in groups:
            attributes = {name: value for name, value in group.items() if name != "forms"}
            for spelling, written in _literals(group["forms"]):
                if kind == "demonym":  # "Guinean" names its country
                    yield spelling, Entry("place", attributes["place"], {"casing": "title"})
                else:
                    yield spelling, Entry(kind, written, attributes)


def _casing(written: str) -> str:
    """How a name must be cased in a text to be that name: "SWA" never matches "swa", "Hydro" never "hydro"."""
    if written.isupper() and len(written) <= 6:
        return "upper"
    return "title" if written[:1].isupper() else "any"


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _world_entries(world: Path, language: str) -> Iterator[tuple[str, Entry]]:
    for alias in _read(world / "firm_aliases.csv"):
        if alias["language"] == language:
            attributes = {
                "firm": alias["firm_key"],
                "strength": alias["strength"],
                "casing": _casing(alias["alias"]),
            }
            for spelling, written in _literals([alias["alias"]]):
                yield spelling, Entry("firm", written, attributes)
    names = {place["place_code"]: place for place in _read(world / "places.csv")}
    written_as = [(code, place["name"]) for code, place in names.items()] + [
        (alias["place_code"], alias["alias"])
        for alias in _read(world / "place_aliases.csv")
        if alias["language"] == language
    ]
    for code, name in written_as:
        place = names[code]
        attributes = {"level": place["level"], "casing": "title"}
        for spelling, written in _literals([name]):
            yield spelling, Entry("place", place["name"], {**attributes, "written": written})


def _common_words(organisations: Mapping[str, Any], places: Iterable[Mapping[str, str]]) -> frozenset[str]:
    kinds = ("firm_noun", "firm_topic", "portfolio_word")
    forms = [str(form) for kind in kinds for group in organisations[kind] for form in group["forms"]]
    names = [*forms, *(place["name"] for place in places)]
    return frozenset(word for name in names for word in space_out(fold(name)).split())


def _compile_dates(section: Mapping[str, Any]) -> DatePatterns:
    months: dict[str, int] = section["months"]
    # A month is capitalised: "may 5" is no date.
    words = sorted({form for m in months for form in (m.title(), m.upper())}, key=len, reverse=True)

    def fill(pattern: str) -> re.Pattern[str]:
        tails = sorted({word[1:] for word in words}, key=len, reverse=True)
        return re.compile(pattern.replace("MONTHTAIL", "|".join(tails)).replace("MONTH", "|".join(words)))

    patterns = tuple((entry["id"], fill(entry["pattern"])) for entry in section["patterns"])
    return DatePatterns(months, patterns, fill(section["anchor"]))


def _compile_opener(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"[\s\W]*(?:" + "|".join(re.escape(w) for w in longest_first) + r")(?!\w)")


def _sort_places(world: Path, language: str, words: Any) -> dict[str, frozenset[str]]:
    """What sort of place each is ("city", "autonomous region"), read off the ways it is written."""
    sorts: dict[str, set[str]] = {place["name"]: set() for place in _read(world / "places.csv")}
    names = {place["place_code"]: place["name"] for place in _read(world / "places.csv")}
    generics = [group["generic"] for group in words if "generic" in group]
    written = [(name, name) for name in sorts] + [
        (names[alias["place_code"]], alias["alias"])
        for alias in _read(world / "place_aliases.csv")
        if alias["language"] == language
    ]
    for name, alias in written:
        sorts[name].update(generic for generic in generics if fold(alias).endswith(generic))
    return {name: frozenset(found) for name, found in sorts.items()}


def _compile_rules(grammar: Mapping[str, Any], section: str) -> tuple[Rule, ...]:
    rules = []
    for rule in grammar[section]:
        pattern = rule["pattern"]
        for name, part in grammar["parts"].items():
            pattern = pattern.replace(f"<{name}>", f"(?:{part})")
        compiled = re.compile(pattern)
        rules.append(
            Rule(
                rule["id"],
                rule["type"],
                rule.get("kind"),
                rule.get("value_of"),
                compiled,
                find_needs(pattern),
            )
        )
    return tuple(rules)


def load_lexicon(world: Path, language: str = "english") -> Lexicon:
    """Compile the pack of a language with the world's seeds.

    Args:
        world: folder of the dbt seeds (firms.csv, firm_aliases.csv, places.csv, place_aliases.csv).
        language: folder of the pack in `lexicons`.

    Raises:
        FileNotFoundError: the pack or a seed is missing.
    """
    pack: dict[str, Any] = {}
    for path in sorted((PACKS / language).glob("*.yml")):
        pack[path.stem] = yaml.load(path.read_text(encoding="utf-8"), SafeLoader)
    if not pack:
        raise FileNotFoundError(f"no language pack in {PACKS / language}")
    code = pack["pack"]["language"]
    places = _read(world / "places.csv")
    kinds = {kind: groups for section in pack.values() for kind, groups in section.items()}
    meanings: dict[str, list[Entry]] = {}
    for spelling, entry in [*_pack_entries(kinds), *_world_entries(world, code)]:
        meanings.setdefault(spelling, []).append(entry)
    firms = {
        firm["firm_key"]: Firm(firm["firm_key"], firm["name"], firm["group_name"], firm["firm_kind"])
        for firm in _read(world / "firms.csv")
    }
    return Lexicon(
        language=code,
        automaton=ahocorasick_rs.AhoCorasick([f" {spelling} " for spelling in meanings]),
        entries=tuple(tuple(entries) for entries in meanings.values()),
        naming_rules=_compile_rules(pack["grammar"], "rules"),
        referring_rules=_compile_rules(pack["grammar"], "references"),
        dates=_compile_dates(pack["dates"]),
        line_openers={kind: _compile_opener(pack["layout"][kind]) for kind in _LINE_KINDS},
        structural_rank={kind: rank for rank, kind in enumerate(pack["grammar"]["atoms"])},
        patterns={
            name: re.compile(pattern)
            for section in ("patterns", "wordings")
            for name, pattern in pack["grammar"][section].items()
        },
        pack=pack,
        firms=firms,
        common_words=_common_words(pack["organisations"], places),
        place_levels={place["name"]: place["level"] for place in reversed(places)},
        place_sorts=_sort_places(world, code, pack["organisations"]["level_word"]),
        tokenise=compile_tokeniser(pack["grammar"]),
    )


def extractor_version(world: Path) -> str:
    """Hash of the extractor's code, its packs and the seeds it reads: 16 hex digits.

    Articles read under another version are read again. What an engine runs on changes nothing in what is read.
    """
    package = Path(__file__).parent
    others = {"articles", "engines", "evaluation"}
    code = [p for p in package.rglob("*.py") if not others & set(p.relative_to(package).parts)]
    seeds = [world / name for name in ("firms.csv", "firm_aliases.csv", "places.csv", "place_aliases.csv")]
    digest = hashlib.sha256()
    for path in sorted([*code, *package.glob("lexicons/**/*.yml")]) + seeds:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
