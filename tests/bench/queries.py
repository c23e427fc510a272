"""How long the standard questions take on an open connection."""

from __future__ import annotations

import time
from functools import partial
from statistics import median

import duckdb

from tests.bench.figures import Figure, Measured
from tests.bench.rounds import time_in_turn
from tests.bench.workshop import Workshop
from tests.questions import read_questions

ROUNDS = 11
MEDIAN_GOAL = 0.1
SLOWEST_GOAL = 1.0


def measure(workshop: Workshop) -> Measured:
    """Time each question round after round."""
    count = workshop.sizes.articles
    questions = read_questions()
    with duckdb.connect(workshop.settings(count).published_path, read_only=True) as connection:

        def ask(sql: str) -> None:
            connection.execute(sql).fetchall()

        tasks = {name: partial(ask, sql) for name, sql in questions.items()}
        seconds = time_in_turn(tasks, ROUNDS, time.perf_counter)
    middle = median(spent for every in seconds.values() for spent in every)
    slowest_name = max(seconds, key=lambda name: max(seconds[name]))
    slowest = max(seconds[slowest_name])
    dearest = sorted(seconds, key=lambda name: median(seconds[name]), reverse=True)[:3]
    named = ", ".join(f"`{name}` {median(seconds[name]) * 1000:.0f} ms" for name in dearest)
    return Measured(
        [
            Figure(
                f"{len(questions)} standard questions on a release of {count:,} articles, median",
                f"{middle * 1000:.0f} ms",
                f"under {MEDIAN_GOAL * 1000:.0f} ms",
                middle < MEDIAN_GOAL,
            ),
            Figure(
                f"the slowest of them (`{slowest_name}`)",
                f"{slowest:.2f} s",
                f"under {SLOWEST_GOAL:g} s",
                slowest < SLOWEST_GOAL,
            ),
        ],
        f"The {len(questions)} questions of `dbt_project/analyses`, their answers fetched into Python over one open "
        f"connection, on the wall, {ROUNDS} rounds, the first one, in which the file is read, included; median and "
        f"maximum of all single runs. Dearest by their own medians: {named}.",
    )
