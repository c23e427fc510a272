"""That no text makes reading it cost more than its length: every pattern and every step on texts that are meant to be slow.

What is measured is processor time. Of two lengths, one eight times the other, the longer one may cost up to as many times
more as `MOST_GROWTH` says: with the square it would be sixty-four times as much.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import yaml
from hypothesis import HealthCheck, Phase, given, settings, target
from hypothesis import strategies as st

from ingest.extract import extract
from ingest.extraction import Article
from ingest.lexicon import Lexicon, load_lexicon
from tests.conftest import PROJECT
from tests.torture.growth import MOST_GROWTH, STEP, Growth, clock, grow
from tests.torture.modules import grow_modules
from tests.torture.patterns import list_cases
from tests.torture.result import Row, Section
from tests.torture.units import SENTENCES, SIGNS, TEMPLATES, WORDS, end_badly, list_texts, repeat, spread

SLOWEST = Path(__file__).with_name("slowest.yaml")
LONGEST = 1_000_000
TYPES = "PDFLBU2NYlHIMVGZJ1QKWARXEygoxdtfpiahrcskbzqjeuCwn?OTSmv"


def measure(work: Path, scale: float) -> Section:
    """Run every pattern, and the extraction as a whole, over every kind of text; `scale` is the length, 1.0 a megabyte."""
    lexicon = load_lexicon(PROJECT / "dbt_project" / "seeds")
    longest = max(8_000, int(LONGEST * scale))
    patterns = list(grow_patterns(lexicon, longest))
    wholes = list(grow_extraction(lexicon, dict(list_texts()), longest))
    searched = search(lexicon, max(2_000, longest // 10), max(10, int(300 * scale)))
    lists = (
        ("Every compiled pattern", patterns),
        ("Every module of the extractor, its own time", list(grow_modules(lexicon, longest))),
        ("Extraction as a whole", wholes),
        ("Extraction, texts put together by hypothesis", searched),
    )
    return Section(
        "Linear time",
        "Processor time on texts that are meant to be slow: of two lengths, one eight times the other, the longer may "
        f"cost at most {MOST_GROWTH:g} times as much. The dearest texts are kept in tests/torture/slowest.yaml.",
        tuple(_row(what, growths) for what, growths in lists),
    )  # fmt: skip


def _row(what: str, growths: list[Growth]) -> Row:
    broken = [growth for growth in growths if not growth.is_linear]
    dearest = max(growths, key=lambda growth: growth.seconds_longer)
    names = len({growth.what for growth in growths})
    texts = len({growth.text for growth in growths})
    return Row(
        what,
        f"{names} on {texts} texts, up to {dearest.longer:,} characters",
        "cost grows with the length",
        "; ".join(map(str, broken[:5])) or f"all; the dearest: {dearest}",
        not broken,
    )


def grow_patterns(
    lexicon: Lexicon, longest: int, texts: Iterable[str] | None = None, types: Iterable[str] | None = None
) -> Iterator[Growth]:
    """Each pattern on each sign, word and sentence, repeated; those over types on each type and pair of types.

    Both lengths are longer than the pieces that a pattern is run on: what a piece costs is bounded by its length.
    """
    units = list(texts) if texts is not None else [*SIGNS, *WORDS, *SENTENCES]
    letters = list(types) if types is not None else [*TYPES, *_pairs()]
    for case in list_cases(lexicon):
        size = max(longest // STEP, case.longest or 0)
        for unit in letters if case.is_over_types else units:
            yield grow(case.name, repr(unit), case.run, repeat(unit, size), repeat(unit, size * STEP))
            if not case.is_over_types:
                run = f"{unit!r} up to another end"
                yield grow(case.name, run, case.run, end_badly(unit, size), end_badly(unit, size * STEP))


def _pairs() -> list[str]:
    """Types that follow one another: in each pair what a rule repeats and what it then wants."""
    return [
        one + other
        for one in "PTOCLYNmvwaJM"
        for other in "PTOCLNYzcjaf"
        if one != other
    ]  # fmt: skip


def grow_extraction(
    lexicon: Lexicon, texts: dict[str, Callable[[int], str]], longest: int
) -> Iterator[Growth]:
    """Extraction as a whole on each kind of text."""

    def run(text: str) -> None:
        extract(Article("a", text), lexicon)

    for name, build in texts.items():
        yield grow("extraction", name, run, build(longest // STEP), build(longest))


def search(lexicon: Lexicon, longest: int, examples: int) -> list[Growth]:
    """Have hypothesis put pieces together, after what costs most a character, and measure how that grows."""
    pieces = st.sampled_from([*SIGNS, *WORDS, *SENTENCES])
    found: dict[str, float] = {}

    def run(text: str) -> None:
        extract(Article("a", text), lexicon)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.target],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(pieces, min_size=2, max_size=12), st.booleans())
    def look(parts: list[str], is_prose: bool) -> None:
        unit = "".join(parts) + (". " if is_prose else "")
        found[unit] = clock(run, repeat(unit, 2_000))
        target(found[unit])

    look()
    dearest = sorted(found, key=lambda unit: -found[unit])[:10]
    texts: dict[str, Callable[[int], str]] = {f"{unit!r} repeated": partial(repeat, unit) for unit in dearest}
    return list(grow_extraction(lexicon, texts, longest))


def read_slowest() -> dict[str, Callable[[int], str]]:
    """The texts that were found to be the dearest once, as functions of their size."""
    kept = yaml.safe_load(SLOWEST.read_text(encoding="utf-8"))
    builds = {"repeat": repeat, "spread": spread, "end_badly": end_badly}
    texts: dict[str, Callable[[int], str]] = {
        f"{entry['unit']!r} {entry['build']}": partial(builds[entry["build"]], entry["unit"])
        for entry in kept["units"]
    }
    return texts | {
        template.label: template.build for template in TEMPLATES if template.label in kept["templates"]
    }
