"""Measure extraction on one core and each stage of a build: python -m tests.bench.measure, or make bench."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from ingest.articles.read import read_batches
from ingest.extract import extract_batch
from ingest.lexicon import load_lexicon
from orchestration.build_run import run_job
from orchestration.manifest import ensure_manifest
from orchestration.progress import Step
from orchestration.settings import DATA_VARIABLE, INPUT_VARIABLE, PROJECT_FOLDER, WORLD_FOLDER, Settings
from orchestration.terminal_progress import LABELS, TerminalProgress

SAMPLES = PROJECT_FOLDER / "ingest" / "samples"
MEASURED_SECONDS = 5.0


class TimedProgress(TerminalProgress):
    """Notes when each step begins and ends."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.seconds: dict[Step, float] = {}
        self._began: dict[Step, float] = {}

    def start(self, step: Step, total: int | None = None) -> None:
        super().start(step, total)
        self._began.setdefault(step, time.perf_counter())

    def finish(self, step: Step, note: str = "") -> None:
        super().finish(step, note)
        self.seconds[step] = time.perf_counter() - self._began[step]


def measure_extraction(articles: pa.Table) -> dict[str, str]:
    """Extract the articles again and again, in one process without threads of our own, and return the rates."""
    began = time.perf_counter()
    lexicon = load_lexicon(WORLD_FOLDER)
    loading = time.perf_counter() - began
    batch = articles.select(["article_id", "text", "given_published_on"])
    batch = batch.rename_columns(["article_id", "text", "published_on"])
    characters = sum(articles["char_count"].to_pylist())
    extract_batch(batch, lexicon, "bench")
    rounds = 0
    began = time.process_time()
    while (spent := time.process_time() - began) < MEASURED_SECONDS:
        extract_batch(batch, lexicon, "bench")
        rounds += 1
    return {
        "lexicon loaded, seconds": f"{loading:.2f}",
        "articles a second": f"{rounds * batch.num_rows / spent:,.0f}",
        "thousand characters a second": f"{rounds * characters / spent / 1000:,.0f}",
        "characters an article": f"{characters / batch.num_rows:,.0f}",
    }


def measure_build(console: Console) -> dict[str, str]:
    """Build the samples into an empty folder and again, and return the seconds of each stage of both builds."""
    rows: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, _environment(Path(folder)):
        settings = Settings(data=Path(folder), landing=SAMPLES)
        settings.logs.mkdir(parents=True)
        for name in ("first build", "second build, nothing new"):
            progress = TimedProgress(console)
            began = time.perf_counter()
            run_job(settings, full_refresh=False, progress=progress)
            rows[f"{name}: all"] = f"{time.perf_counter() - began:.1f}"
            rows |= {f"{name}: {LABELS[step]}": f"{spent:.1f}" for step, spent in progress.seconds.items()}
    return rows


@contextmanager
def _environment(data: Path) -> Iterator[None]:
    before = dict(os.environ)
    os.environ |= {DATA_VARIABLE: str(data), INPUT_VARIABLE: str(SAMPLES)}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before


def _print_rows(console: Console, title: str, rows: dict[str, str]) -> None:
    table = Table("", "", title=title, title_justify="left", show_header=False)
    table.columns[1].justify = "right"
    for name, value in rows.items():
        table.add_row(name, value)
    console.print(table)


def main() -> None:
    """Print both tables."""
    console = Console()
    ensure_manifest()
    articles = pa.concat_tables(batch.articles for batch in read_batches(SAMPLES))
    _print_rows(console, "Extraction on one core (samples)", measure_extraction(articles))
    _print_rows(console, "Seconds of a build (samples)", measure_build(Console(stderr=True)))


if __name__ == "__main__":
    main()
