"""Every regular expression and automaton that reading and extraction compile, with what each is run on.

A pattern over the text runs on a whole text. One over the types of a sentence runs on no more letters than the longest
sentence has characters, so that it is run on pieces of that length here, too.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import ingest
from ingest.lexicon import Lexicon
from ingest.parse import _LONGEST_SENTENCE
from ingest.recognisers.people import _syllables

# Regular expressions of the pack that recognisers compile when they need them.
_LAYOUT = (
    "breadcrumb",
    "publisher",
    "publisher_notice",
    "clock",
    "published_label",
    "inner_label",
    "list_item",
)
# What these see is no longer than a line of a head, a date's surroundings, a word or a type string.
_BOUNDS = {
    "layout breadcrumb": 260,
    "date": 1_000,
    "pattern firm_own_name": 100,
    "given name": 80,
    "ingest.articles.days": 100,
    "ingest.recognisers.titles": _LONGEST_SENTENCE,
    "ingest.recognisers.meetings": _LONGEST_SENTENCE,
    "ingest.recognisers.organisations": _LONGEST_SENTENCE,
    # Names, and messages of Spark: no texts.
    "ingest.evaluation": 200,
    "ingest.engines.spark_driver": 10_000,
}
# Asked only whether they match at a place that something else has found, or all of a stretch: nobody searches for them.
_MATCHED = frozenset(
    {
        "ingest.articles.days._MAIL",
        "ingest.articles.days._YEAR_FIRST",
        "ingest.recognisers.people._GIVEN",
        "ingest.recognisers.people._NEXT",
        "ingest.recognisers.sentences._BETWEEN",
        "ingest.recognisers.sentences._CAPITAL_NEXT",
        "ingest.recognisers.sentences._ENUMERATOR",
        "ingest.recognisers.sentences._NAME_NEXT",
        "ingest.recognisers.sentences._POST_BEHIND",
        "ingest.recognisers.sentences._WORD_AFTER",
        "given name",
        "layout breadcrumb",
        "layout list_item",
        "opener boilerplate",
        "opener end_of_article",
        "opener header",
        *(
            f"pattern {name}"
            for name in (
                *(
                    "agency_report",
                    "asked",
                    "attendance_first",
                    "behind_names",
                    "meeting_target",
                    "meets_party",
                ),
                *("purpose", "subject_inverted", "subject_organisations", "tag_end", "vague_day_ends"),
            )
        ),
        "wording own_wish",
    }
)


class Case(NamedTuple):
    """A pattern by name, what runs it over a string, and whether the string is one of types of atoms."""

    name: str
    run: Callable[[str], object]
    is_over_types: bool
    longest: int | None


def list_cases(lexicon: Lexicon) -> Iterator[Case]:
    """Everything that is compiled, found by looking through the modules and the lexicon."""
    for name, pattern in [*_of_modules(), *_of_layout(lexicon), *_of_dates(lexicon)]:
        yield _case(name, pattern, False)
    yield _case("given name", _syllables(lexicon.pack["names"]["given_name"], 2), False)
    for kind, pattern in lexicon.line_openers.items():
        yield _case(f"opener {kind}", pattern, False)
    wordings = lexicon.pack["grammar"]["wordings"]
    for name, pattern in lexicon.patterns.items():
        is_wording = name in wordings
        yield _case(
            f"{'wording' if is_wording else 'pattern'} {name}", pattern, not is_wording, _LONGEST_SENTENCE
        )
    for number, rule in enumerate((*lexicon.naming_rules, *lexicon.referring_rules)):
        yield _case(f"rule {number} {rule.rule_id}", rule.pattern, True, _LONGEST_SENTENCE)
    yield Case("automaton", lexicon.find_literals, False, None)


def _case(name: str, pattern: re.Pattern[Any], is_over_types: bool, longest: int | None = None) -> Case:
    longest = next((bound for start, bound in _BOUNDS.items() if name.startswith(start)), longest)
    is_of_bytes = isinstance(pattern.pattern, bytes)

    def run(text: str) -> None:
        subject: Any = text.encode("utf-8", "replace") if is_of_bytes else text
        for first in range(0, len(subject), longest or len(subject)):
            piece = subject[first : first + longest] if longest else subject
            pattern.match(piece)
            pattern.fullmatch(piece)
            for _ in pattern.finditer(piece) if name not in _MATCHED else ():
                pass

    return Case(name, run, is_over_types, longest)


def _of_modules() -> Iterator[tuple[str, re.Pattern[Any]]]:
    for module in pkgutil.walk_packages(ingest.__path__, "ingest."):
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value
            if isinstance(value, type) and value.__module__ == module.name:
                for attribute, inner in vars(value).items():
                    if isinstance(inner, re.Pattern):
                        yield f"{module.name}.{name}.{attribute}", inner


def _of_layout(lexicon: Lexicon) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for name in _LAYOUT:
        yield f"layout {name}", re.compile(lexicon.pack["layout"][name], re.IGNORECASE)


def _of_dates(lexicon: Lexicon) -> Iterator[tuple[str, re.Pattern[Any]]]:
    yield "anchor of dates", lexicon.dates.anchor
    for number, (rule_id, pattern) in enumerate(lexicon.dates.patterns):
        yield f"date {number} {rule_id}", pattern
