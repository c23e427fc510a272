"""What each recogniser costs within the extraction of a text: the time of the processor by module, under Python's profiler."""

from __future__ import annotations

import cProfile
import gc
import pstats
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ingest.extract import extract
from ingest.extraction import Article
from ingest.lexicon import Lexicon
from tests.conftest import PROJECT
from tests.torture.growth import ROUNDS, STEP, Growth
from tests.torture.units import SENTENCES, SIGNS, TEMPLATES, repeat

EXTRACTOR = PROJECT / "ingest"
# What is built into Python and pyarrow has no file; its time is that of the module that calls it.
_BUILT_IN = "~"


def grow_modules(lexicon: Lexicon, longest: int) -> Iterator[Growth]:
    """Each module of the extractor on prose and on signs, at two lengths; what a module calls is not part of its cost."""
    texts: dict[str, Callable[[int], str]] = {
        **{repr(unit): partial(repeat, unit) for unit in (*SENTENCES, *SIGNS)},
        **{template.label: template.build for template in TEMPLATES},
    }
    for label, build in texts.items():
        shorter, longer = build(longest // STEP), build(longest)
        for round_number in range(ROUNDS):
            before, after = cost_by_module(shorter, lexicon), cost_by_module(longer, lexicon)
            growths = [
                Growth(module, label, len(shorter), len(longer), before.get(module, 0.0), seconds)
                for module, seconds in after.items()
            ]
            # Once more where another process may have been in the way.
            if all(growth.is_linear for growth in growths) or round_number == ROUNDS - 1:
                yield from growths
                break


def cost_by_module(text: str, lexicon: Lexicon) -> dict[str, float]:
    """Seconds that extraction spends in each module of the extractor, by its name."""
    profile = cProfile.Profile()
    gc.disable()
    try:
        profile.runcall(extract, Article("a", text), lexicon)
    finally:
        gc.enable()
    costs: defaultdict[str, float] = defaultdict(float)
    # pstats tells its types of nobody: function -> (calls, calls, own seconds, seconds, callers), callers alike.
    stats: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (file, _, _), (_, _, own, _, callers) in stats.items():
        if file == _BUILT_IN:
            for (calling, _, _), (_, _, caused, _) in callers.items():
                _add(costs, calling, caused)
        else:
            _add(costs, file, own)
    return dict(costs)


def _add(costs: defaultdict[str, float], file: str, seconds: float) -> None:
    path = Path(file)
    if path.is_relative_to(EXTRACTOR):
        costs[".".join(path.relative_to(PROJECT).with_suffix("").parts)] += seconds
