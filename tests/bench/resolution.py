"""The counts of people, firms and meetings of a generated corpus against the truth."""

from __future__ import annotations

from tests.bench.figures import Figure, Measured
from tests.bench.workshop import Workshop
from tests.corpus.compare import compare_counts

GOAL = 0.01


def measure(workshop: Workshop) -> Measured:
    """Count the release beside the truth."""
    count = workshop.sizes.articles
    counts = compare_counts(workshop.settings(count).published_path, workshop.truth(count))
    return Measured(
        [
            Figure(
                f"{what.replace('_', ' ')} among {count:,} articles",
                f"{found:,} of {true:,} ({found / true - 1:+.2%})",
                f"within {GOAL:.0%}",
                abs(found / true - 1) <= GOAL,
            )
            for what, (true, found) in counts.items()
        ],
        "Counted in the release of a generated corpus whose truth is known (tests/corpus).",
    )
