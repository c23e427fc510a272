"""The short form of the measurement: every pattern on signs, and extraction on the dearest texts known, at small sizes."""

from ingest.lexicon import Lexicon
from tests.torture.growth import Growth, grow
from tests.torture.linear_time import grow_extraction, grow_patterns, read_slowest
from tests.torture.modules import EXTRACTOR, cost_by_module
from tests.torture.patterns import list_cases
from tests.torture.units import SIGNS

SMALL = 8_000


def test_every_pattern_is_linear(lexicon: Lexicon) -> None:
    grown = list(grow_patterns(lexicon, SMALL, SIGNS[::3], [*"PTOCa", "Pa", "PcT", "CC", "OG", "gG"]))
    assert [str(growth) for growth in grown if not growth.is_linear] == []
    assert len({growth.what for growth in grown}) > 100


def test_extraction_is_linear_on_the_dearest_texts(lexicon: Lexicon) -> None:
    grown = list(grow_extraction(lexicon, read_slowest(), 4 * SMALL))
    assert [str(growth) for growth in grown if not growth.is_linear] == []


def test_the_time_of_every_recogniser_is_told(lexicon: Lexicon) -> None:
    samples = sorted((EXTRACTOR / "samples").glob("*.txt"))
    costs = cost_by_module("\n\n".join(path.read_text(encoding="utf-8") for path in samples), lexicon)
    modules = (EXTRACTOR / "recognisers").glob("[!_]*.py")
    assert {f"ingest.recognisers.{path.stem}" for path in modules} <= set(costs)
    assert all(seconds > 0 for seconds in costs.values())


def test_the_square_would_be_found() -> None:
    def waste(text: str) -> None:
        for _ in text:
            text.count("b")

    growth = grow("waste", "a", waste, "a" * 8_000, "a" * 64_000)
    assert not growth.is_linear
    assert Growth("nothing", "a", 1, 8, 0.0, 0.001).is_linear


def test_every_pattern_that_a_module_compiles_is_there(lexicon: Lexicon) -> None:
    names = [case.name for case in list_cases(lexicon)]
    assert len(set(names)) == len(names)
    assert {
        "ingest.tokens._TOKEN",
        "ingest.recognisers.sentences._END",
        "layout publisher",
        "automaton",
    } <= set(names)
