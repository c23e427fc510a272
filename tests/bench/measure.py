"""Measure all that there is a goal for, and write BENCHMARKS.md: python -m tests.bench.measure, or make bench."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from orchestration.manifest import ensure_manifest
from orchestration.settings import PROJECT_FOLDER
from tests.bench import (
    idle_build,
    increments,
    lengths,
    lexicon_sizes,
    queries,
    resolution,
    starts,
    throughput,
    tokenizer,
    workers,
)
from tests.bench.figures import Measured
from tests.bench.machine import describe_load, describe_machine
from tests.bench.report import print_figures, write_report
from tests.bench.workshop import Workshop, choose_sizes

# In this order: throughput builds what the ones after it ask, and increments changes it.
MEASUREMENTS: dict[str, Callable[[Workshop], Measured]] = {
    "tokenizer": tokenizer.measure,
    "lengths": lengths.measure,
    "lexicon": lexicon_sizes.measure,
    "workers": workers.measure,
    "throughput": throughput.measure,
    "resolution": resolution.measure,
    "queries": queries.measure,
    "starts": starts.measure,
    "idle": idle_build.measure,
    "increments": increments.measure,
}
REPORT = PROJECT_FOLDER / "BENCHMARKS.md"


def main() -> None:
    """Print each table when it is done; write the page if nothing was left out."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.measure", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", choices=MEASUREMENTS, metavar="NAME", help=", ".join(MEASUREMENTS)
    )
    parser.add_argument("--articles", type=int, default=20_000, help="size of the large corpus [20000]")
    parser.add_argument(
        "--full",
        action="store_true",
        help="the sizes of the goals: 100,000 articles, and 1,000,000 to add to",
    )
    given = parser.parse_args()
    ensure_manifest()
    console, load = Console(), describe_load()
    measured: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as name:
        workshop = Workshop(Path(name), choose_sizes(given.articles, full=given.full))
        for measurement, measure in MEASUREMENTS.items():
            if given.only and measurement not in given.only:
                continue
            measured[measurement] = measure(workshop)
            print_figures(console, measurement, measured[measurement].figures)
    if not given.only:
        REPORT.write_text(write_report(measured, describe_machine(), load), encoding="utf-8")
        console.print(f"Written to {REPORT.name}.")


if __name__ == "__main__":
    main()
