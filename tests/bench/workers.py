"""Two processes against one, and what two processes gain on this machine at all."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

import pyarrow as pa

from ingest.engines.local import extract_in_processes
from orchestration.settings import WORLD_FOLDER
from tests.bench.figures import Figure, Measured, times
from tests.bench.rounds import compare_pairs
from tests.bench.texts import gather_texts, make_batch
from tests.bench.workshop import Workshop

BATCHES = 60
ARTICLES_A_BATCH = 15
SKIPPED = 8  # batches until all processes have started
ROUNDS = 3
TURNS = 20_000_000
GOAL = 1.8


def measure(_: Workshop) -> Measured:
    """Time one and two processes in turn."""
    texts = gather_texts(ARTICLES_A_BATCH * BATCHES)
    batches = [
        make_batch(texts[first : first + ARTICLES_A_BATCH])
        for first in range(0, len(texts), ARTICLES_A_BATCH)
    ]
    extraction: dict[int, list[float]] = {1: [], 2: []}
    counting: dict[int, list[float]] = {1: [], 2: []}
    for _round in range(ROUNDS):
        for workers in (1, 2):
            extraction[workers].append(time_extraction(batches, workers))
            counting[workers].append(time_counting(workers))
    gain = compare_pairs(extraction[1], extraction[2])
    ceiling = compare_pairs(counting[1], counting[2])
    return Measured(
        [
            Figure(
                "speed of extraction with 2 processes against 1",
                times(gain),
                f"at least {GOAL:g} times",
                gain >= GOAL,
            ),
            Figure(
                "the same for counting, which shares nothing: what the machine has to give", times(ceiling)
            ),
        ],
        f"{BATCHES} batches of {ARTICLES_A_BATCH} generated articles of about 4 kB through `extract_in_processes`, "
        f"timed on the wall from batch {SKIPPED} on, when all processes have started; beside it a loop that counts, "
        f"in 2 processes against 1; median of the ratios of {ROUNDS} alternating rounds.",
    )


def time_extraction(batches: list[pa.Table], workers: int) -> float:
    """Seconds for the batches after the first ones."""
    began = 0.0
    for number, _ in enumerate(extract_in_processes(batches, WORLD_FOLDER, "bench", workers=workers), 1):
        if number == SKIPPED:
            began = time.perf_counter()
    return time.perf_counter() - began


def time_counting(workers: int) -> float:
    """Seconds for two loops in so many processes."""
    context = get_context("spawn")
    barrier = context.Barrier(workers)
    with ProcessPoolExecutor(workers, context, wait_for_others, (barrier,)) as pool:
        list(pool.map(count, [1] * workers))
        began = time.perf_counter()
        list(pool.map(count, [TURNS] * 2))
        return time.perf_counter() - began


def wait_for_others(barrier: Barrier) -> None:
    """Begin no work before all processes have started, which takes longer than the work."""
    barrier.wait()


def count(turns: int) -> int:
    """Keep a core busy without memory."""
    total = 0
    for turn in range(turns):
        total += turn & 3
    return total
