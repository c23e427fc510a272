"""How long the standard questions take on an open connection."""

from __future__ import annotations

import re
import time
from functools import partial
from pathlib import Path
from statistics import median

import duckdb

from orchestration.settings import DBT_PROJECT_FOLDER
from tests.bench.figures import Figure, Measured
from tests.bench.rounds import time_in_turn
from tests.bench.workshop import Workshop

ROUNDS = 11
MEDIAN_GOAL = 0.1
SLOWEST_GOAL = 1.0
REPORTS = "select table_name from duckdb_tables() where schema_name = 'marts' and table_name like 'report_%' order by 1"
_REF = re.compile(r"\{\{\s*ref\('(\w+)'\)\s*\}\}")


def measure(workshop: Workshop) -> Measured:
    """Time each question round after round."""
    count = workshop.sizes.articles
    with duckdb.connect(workshop.settings(count).published_path, read_only=True) as connection:
        questions = {path.stem: render(path.read_text(encoding="utf-8")) for path in list_analyses()}
        analyses = len(questions)
        for (table,) in connection.execute(REPORTS).fetchall():
            questions[table] = f"select * from marts.{table}"

        def ask(sql: str) -> None:
            connection.execute(sql).fetchall()

        tasks = {name: partial(ask, sql) for name, sql in questions.items()}
        seconds = time_in_turn(tasks, ROUNDS, time.perf_counter)
    middle = median(spent for every in seconds.values() for spent in every)
    slowest_name = max(seconds, key=lambda name: max(seconds[name]))
    slowest = max(seconds[slowest_name])
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
        f"The {analyses} queries of `dbt_project/analyses` and all rows of the {len(questions) - analyses} tables "
        f"`report_*`, fetched into Python over one open connection, on the wall, {ROUNDS} rounds, the first one, in "
        "which the file is read, included; median and maximum of all single runs.",
    )


def list_analyses() -> list[Path]:
    """The files of the standard questions."""
    return sorted((DBT_PROJECT_FOLDER / "analyses").rglob("*.sql"))


def render(sql: str) -> str:
    """A question as it is asked of a release, where every model that it may name is in schema marts.

    Raises:
        ValueError: it needs more of dbt than the names of tables.
    """
    rendered = _REF.sub(r"marts.\1", sql)
    if "{{" in rendered or "{%" in rendered:
        raise ValueError(f"only ref() is rendered here: {rendered}")
    return rendered
