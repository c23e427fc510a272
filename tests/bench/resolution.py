"""Build a generated corpus, and hold the counts of people, firms and meetings against the truth."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rich.console import Console

from orchestration.build_run import run_job
from orchestration.settings import Settings
from tests.bench.environment import build_environment
from tests.bench.tables import Rows
from tests.bench.timed_progress import TimedProgress
from tests.corpus.compare import compare_counts
from tests.corpus.write import write_corpus

SEED = 1


def measure_resolution(article_count: int, console: Console) -> Rows:
    """Generate so many articles, build them, and return the counts beside the truth.

    Returns:
        Rows of what is counted, its true count, the count of the release, and the difference in per cent.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        landing = folder / "landing"
        write_corpus(landing, article_count, SEED, "files", folder / "truth")
        settings = Settings(data=folder / "data", landing=landing)
        settings.logs.mkdir(parents=True)
        with build_environment(settings):
            run_job(settings, full_refresh=False, progress=TimedProgress(console))
        counts = compare_counts(settings.published_path, folder / "truth")
    return [
        [what.replace("_", " "), f"{true:,}", f"{found:,}", f"{(found / true - 1) * 100:+.2f} %"]
        for what, (true, found) in counts.items()
    ]
