"""How fast each engine extracts, and what its start costs: python -m tests.bench.engines, without make's other figures.

Spark is measured where pyspark and Java are there.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ingest.engines.spark import SparkError, check_spark
from ingest.lexicon import extractor_version
from orchestration.assets.extracted import extract_articles
from orchestration.assets.raw import read_folder
from orchestration.progress import SilentProgress
from orchestration.resources import start_build
from orchestration.settings import WORLD_FOLDER, Engine, Settings
from tests.corpus.write import write_corpus
from tests.integration.digest import digest_extraction

SEED = 1
FEW_ARTICLES = 2
ENGINES: dict[str, dict[str, object]] = {
    "local, 1 process": {"workers": 1},
    "local, 2 processes": {"workers": 2},
    "spark, local[2]": {"engine": Engine.SPARK, "spark_master": "local[2]"},
}


def measure_engines(article_count: int, round_count: int) -> list[list[str]]:
    """Extract a generated corpus, and a few articles of it, on each engine, in turn; the least time counts.

    Returns:
        Rows of the engine, the seconds for a few articles, those for all, articles a second without the start, and the
        digest of what was extracted.
    """
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as name:
        few = _read_corpus(Path(name) / "few", FEW_ARTICLES)
        many = _read_corpus(Path(name) / "many", article_count)
        times: dict[str, list[tuple[float, float]]] = {engine: [] for engine in ENGINES}
        digests: dict[str, str] = {}
        for _ in range(round_count):
            for engine, changes in ENGINES.items():
                start, _few = _time_extraction(few, changes)
                spent, digests[engine] = _time_extraction(many, changes)
                times[engine].append((start, spent))
    for engine, pairs in times.items():
        start, spent = (min(values) for values in zip(*pairs, strict=True))
        rate = article_count / (spent - start)
        rows.append([engine, f"{start:.1f}", f"{spent:.1f}", f"{rate:,.0f}", digests[engine][:12]])
    return rows


def _read_corpus(folder: Path, article_count: int) -> Settings:
    write_corpus(folder / "landing", article_count, SEED, "parquet", folder / "truth")
    settings = Settings(data=folder / "data", landing=folder / "landing")
    read_folder(start_build(settings, run_id="bench", full_refresh=False), SilentProgress())
    return settings


def _time_extraction(read: Settings, changes: dict[str, object]) -> tuple[float, str]:
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(read.data, Path(name) / "data")
        settings = replace(read, data=Path(name) / "data", **changes)  # type: ignore[arg-type]
        build = start_build(settings, run_id="bench", full_refresh=False)
        began = time.perf_counter()
        extract_articles(build, SilentProgress(), extractor_version(WORLD_FOLDER))
        return time.perf_counter() - began, digest_extraction(settings.warehouse_path)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.engines", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, help="size of the generated corpus")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is measured")
    given = parser.parse_args()
    try:
        check_spark("local")
    except SparkError as error:
        Console(stderr=True).print(error)
        del ENGINES["spark, local[2]"]
    header = ["engine", "seconds for 2", "seconds for all", "articles a second", "digest"]
    table = Table(*header, title=f"Extraction of {given.articles:,} articles", title_justify="left")
    for row in measure_engines(given.articles, given.rounds):
        table.add_row(*row)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
