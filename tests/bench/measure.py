"""Measure extraction, the stages of a build and resolution: python -m tests.bench.measure, or make bench."""

from __future__ import annotations

import argparse

import pyarrow as pa
from rich.console import Console

from ingest.articles.read import read_batches
from orchestration.manifest import ensure_manifest
from orchestration.settings import PROJECT_FOLDER
from tests.bench.extraction import measure_extraction
from tests.bench.resolution import measure_resolution
from tests.bench.stages import measure_build
from tests.bench.tables import print_table

SAMPLES = PROJECT_FOLDER / "ingest" / "samples"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.measure", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, help="size of the generated corpus")
    given = parser.parse_args()
    console, progress = Console(), Console(stderr=True)
    ensure_manifest()
    samples = pa.concat_tables(batch.articles for batch in read_batches(SAMPLES))
    print_table(console, "Extraction on one core (samples)", ["", ""], measure_extraction(samples))
    print_table(console, "Seconds of a build (samples)", ["", ""], measure_build(SAMPLES, progress))
    print_table(
        console,
        f"Resolution of {given.articles:,} generated articles",
        ["", "truth", "found", "difference"],
        measure_resolution(given.articles, progress),
    )


if __name__ == "__main__":
    main()
