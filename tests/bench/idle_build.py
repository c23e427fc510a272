"""A build with nothing new, against a bare start of Dagster and dbt with as many models that do nothing."""

from __future__ import annotations

import json
import sys

from orchestration.settings import MANIFEST_PATH
from tests.bench.bare_project import write_project
from tests.bench.figures import Figure, Measured, times
from tests.bench.rounds import compare_pairs
from tests.bench.watch import run_watched
from tests.bench.workshop import Workshop

ROUNDS = 3
GOAL = 1.5


def measure(workshop: Workshop) -> Measured:
    """Time both in turn."""
    count = workshop.sizes.few
    workshop.settings(count)
    nodes = json.loads(MANIFEST_PATH.read_text(encoding="utf-8"))["nodes"].values()
    models = sum(node["resource_type"] == "model" for node in nodes)
    tests = sum(node["resource_type"] == "test" for node in nodes)
    bare = workshop.make_folder("bare")
    write_project(bare, models)
    idle_seconds, bare_seconds = [], []
    for _ in range(ROUNDS):
        bare_seconds.append(run_watched([sys.executable, "-m", "tests.bench.bare_build", str(bare)]).seconds)
        idle_seconds.append(workshop.build(count).seconds)
    ratio = compare_pairs(idle_seconds, bare_seconds)
    return Measured(
        [
            Figure(
                "a build with nothing new, against a bare start of Dagster and dbt",
                times(ratio),
                f"at most {GOAL:g} times",
                ratio <= GOAL,
            )
        ],
        f"`potline build` of {count:,} articles that are all known, against a process that runs a Dagster job with one "
        f"`dbt build` of {models} views of one constant, parsed before and run the same way (same instance, executor, "
        f"threads and dagster-dbt); seeds and the {tests} tests are in the first alone. On the wall, median of the "
        f"ratios of {ROUNDS} alternating rounds.",
    )
