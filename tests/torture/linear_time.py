"""That no text makes reading it cost more than its length: every pattern and every step on texts that are meant to be slow.

What is measured is processor time. Of two lengths, one eight times the other, the longer one may cost up to as many times
more as `MOST_GROWTH` says: with the square it would be sixty-four times as much.
"""

import gc
import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from hypothesis import HealthCheck, Phase, given, settings, target
from hypothesis import strategies as st

from ingest.engines.limit import TimeIsUpError, raise_after
from ingest.extract import extract
from ingest.extraction import Article
from ingest.lexicon import Lexicon, load_lexicon
from tests.conftest import PROJECT
from tests.torture.patterns import list_cases
from tests.torture.result import Row, Section
from tests.torture.units import SENTENCES, SIGNS, TEMPLATES, WORDS, end_badly, list_texts, repeat, spread

SLOWEST = Path(__file__).with_name("slowest.yaml")
LONGEST = 1_000_000
STEP = 8
MOST_GROWTH = 2.5 * STEP
"""Times the cost at eight times the length; honest work lies between 7 and 12, the square at 64."""
LEAST_SECONDS = 0.03
"""Below this the clock tells more of the machine than of the pattern."""
PATIENCE = 60
"""Seconds after which something is as good as endless."""
TYPES = "PDFLBU2NYlHIMVGZJ1QKWARXEygoxdtfpiahrcskbzqjeuCwn?OTSmv"
ROUNDS = 2


@dataclass(frozen=True)
class Growth:
    """What something costs at one length and at a longer one, in seconds of the processor."""

    what: str
    text: str
    shorter: int
    longer: int
    seconds_shorter: float
    seconds_longer: float

    @property
    def times(self) -> float:
        """How many times as much the longer one costs."""
        return self.seconds_longer / max(self.seconds_shorter, LEAST_SECONDS / STEP)

    @property
    def is_linear(self) -> bool:
        """Whether it grows with the length, as far as a clock can tell."""
        step = self.longer / self.shorter
        return self.seconds_longer < LEAST_SECONDS or self.times <= MOST_GROWTH / STEP * step

    def __str__(self) -> str:
        cost = f"{self.seconds_longer:.2f} s" if math.isfinite(self.seconds_longer) else "no end"
        return (
            f"{self.what} on {self.text}: {cost} at {self.longer:,}, {self.times:.1f} times {self.shorter:,}"
        )


def measure(work: Path, scale: float) -> Section:
    """Run every pattern, and the extraction as a whole, over every kind of text; `scale` is the length, 1.0 a megabyte."""
    lexicon = load_lexicon(PROJECT / "dbt_project" / "seeds")
    longest = max(8_000, int(LONGEST * scale))
    patterns = list(grow_patterns(lexicon, longest))
    wholes = list(grow_extraction(lexicon, dict(list_texts()), longest))
    searched = search(lexicon, max(2_000, longest // 10), max(10, int(300 * scale)))
    lists = (
        ("Every compiled pattern", patterns),
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


def grow(what: str, text: str, run: Callable[[str], object], shorter: str, longer: str) -> Growth:
    """Measure one thing at two lengths."""
    return Growth(what, text, len(shorter), len(longer), clock(run, shorter), clock(run, longer))


def clock(run: Callable[[str], object], text: str) -> float:
    """The least processor time of some rounds, in seconds; infinite for what does not end."""
    best = math.inf
    for _ in range(ROUNDS):
        gc.disable()
        began = time.process_time()
        try:
            with raise_after(PATIENCE):
                run(text)
        except TimeIsUpError:
            return math.inf
        finally:
            gc.enable()
        best = min(best, time.process_time() - began)
        if best > 1 or best < LEAST_SECONDS:  # told in one round
            break
    return best


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
