"""From files to a published release, against reading the same files into a table and hashing them."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import duckdb

from tests.bench.figures import Figure, Measured, times
from tests.bench.rounds import compare_pairs
from tests.bench.workshop import Workshop

ROUNDS = 2
GOAL = 12.0
MEMORY_GOAL = 3.0
MEMORY_ARTICLES = 100_000


def measure(workshop: Workshop) -> Measured:
    """Time the floor and a build from nothing in turn."""
    count = workshop.sizes.articles
    landing = workshop.landing(count)
    data = workshop.make_folder(f"data-{count}")
    floors, builds, peaks = [], [], []
    time_floor(landing, workshop.make_folder("floor"))  # brings the files into the cache of the system
    for _ in range(ROUNDS):
        floors.append(time_floor(landing, workshop.make_folder("floor")))
        shutil.rmtree(data)
        ran = workshop.build(count)
        builds.append(ran.seconds)
        peaks.append(ran.peak_bytes / 1e9)
    ratio = compare_pairs(builds, floors)
    is_large = count >= MEMORY_ARTICLES
    stages = workshop.stages(count)
    # Normalising and checking is one run of dbt, in which both begin and end together.
    shares = ", ".join(
        f"{name} {stages[name] / builds[-1]:.0%}" for name in ("read", "extract", "normalise", "publish")
    )
    return Measured(
        [
            Figure(
                f"{count:,} articles from files to release, against reading and hashing the files",
                times(ratio),
                f"at most {GOAL:g} times",
                ratio <= GOAL,
            ),
            Figure("of this", shares),
            Figure(
                f"largest memory of all processes at {count:,} articles",
                f"{max(peaks):.2f} GB",
                f"under {MEMORY_GOAL:g} GB at {MEMORY_ARTICLES:,}",
                max(peaks) < MEMORY_GOAL if is_large or max(peaks) >= MEMORY_GOAL else None,
            ),
        ],
        f"A generated corpus of {count:,} `.txt` files through `potline build` into an empty folder, on the wall, start "
        "of Python included, against DuckDB's `read_text` of the same files into a table of a file together with "
        f"`sha256(content)`, in a running process and after one reading that warms the cache; median of the ratios of "
        f"{ROUNDS} alternating rounds. Memory is the sum of resident memory of all processes, looked at twenty times "
        "a second: what processes share counts in each. Normalise includes the checks; what is missing to 100 % is "
        "the start of Python, Dagster and dbt.",
    )


def time_floor(landing: Path, folder: Path) -> float:
    """Seconds to read the files into a table and hash them."""
    path = folder / "floor.duckdb"
    path.unlink(missing_ok=True)
    began = time.perf_counter()
    with duckdb.connect(path) as connection:
        connection.execute(
            "create table articles as select filename, content, sha256(content) as hash from read_text($1)",
            [f"{landing}/**/*.txt"],
        )
    return time.perf_counter() - began
