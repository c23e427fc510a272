import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon import load_lexicon
from ingest.needs import find_needs
from orchestration.settings import WORLD_FOLDER

LEXICON = load_lexicon(WORLD_FOLDER)


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("ab", ["a", "b"]),
        ("a?b*c+", ["c"]),
        ("(?:a|b)c{2,3}", ["c", "ab"]),
        ("(?:a|b?)", []),
        ("[xy][^z]", ["xy"]),
        ("(?<=a)b(?=c|$)(?!d)", ["a", "b"]),
        (".", []),
    ],
)
def test_what_a_pattern_needs(pattern: str, needs: list[str]) -> None:
    assert ["".join(sorted(letters)) for letters in find_needs(pattern)] == needs


@given(st.text("PTOHIFLCNBUVGKQW1ZcefaptwyusMYJdhimbjz2", max_size=12))
def test_no_rule_matches_where_what_it_needs_is_missing(types: str) -> None:
    for rule in (*LEXICON.naming_rules, *LEXICON.referring_rules):
        if any(letters.isdisjoint(types) for letters in rule.needs):
            assert not any(match.group() for match in re.finditer(rule.pattern, types)), rule.rule_id
