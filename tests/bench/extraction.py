"""How fast articles are extracted, in one process without threads of our own."""

from __future__ import annotations

import time

import pyarrow as pa

from ingest.extract import extract_batch
from ingest.lexicon import load_lexicon
from orchestration.settings import WORLD_FOLDER
from tests.bench.tables import Rows

MEASURED_SECONDS = 5.0


def measure_extraction(articles: pa.Table) -> Rows:
    """Extract the articles again and again, and return the rates."""
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
    return [
        ["lexicon loaded, seconds", f"{loading:.2f}"],
        ["articles a second", f"{rounds * batch.num_rows / spent:,.0f}"],
        ["thousand characters a second", f"{rounds * characters / spent / 1000:,.0f}"],
        ["characters an article", f"{characters / batch.num_rows:,.0f}"],
    ]
