"""A hundred new articles on top of few and of many."""

from __future__ import annotations

from tests.bench.figures import Figure, Measured, times
from tests.bench.rounds import compare_pairs
from tests.bench.workshop import Workshop

ADDED = 100
ROUNDS = 2
GOAL = 4.0
GOAL_SIZES = (10_000, 1_000_000)


def measure(workshop: Workshop) -> Measured:
    """Time the builds of new articles in turn. The corpora have grown afterwards."""
    few, many = workshop.sizes.few, workshop.sizes.many
    seconds: dict[int, list[float]] = {few: [], many: []}
    for count in seconds:
        workshop.settings(count)
    for round_number in range(ROUNDS):
        for count, spent in seconds.items():
            workshop.add_articles(count, round_number, ADDED)
            spent.append(workshop.build(count).seconds)
    ratio = compare_pairs(seconds[many], seconds[few])
    is_full = (few, many) == GOAL_SIZES
    return Measured(
        [
            Figure(
                f"{ADDED} new articles on top of {many:,}, against on top of {few:,}",
                times(ratio),
                f"at most {GOAL:g} times, {GOAL_SIZES[1]:,} against {GOAL_SIZES[0]:,}",
                ratio <= GOAL if is_full or ratio > GOAL else None,
            )
        ],
        f"`potline build` of the same {ADDED} new files on top of either release, on the wall; median of the ratios of "
        f"{ROUNDS} alternating rounds, each with other files.",
    )
