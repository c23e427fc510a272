import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from ingest.engines.local import (
    WorkerDiedError,
    count_usable_cores,
    extract_here,
    extract_in_processes,
)
from ingest.engines.map import ExtractedBatch
from orchestration.settings import PROJECT_FOLDER, WORLD_FOLDER

TEXTS = [
    path.read_text(encoding="utf-8") for path in sorted((PROJECT_FOLDER / "ingest/samples").glob("*.txt"))
]


def make_batches(size: int, taken: list[int] | None = None) -> Iterator[pa.Table]:
    for first in range(0, len(TEXTS), size):
        if taken is not None:
            taken.append(first)
        texts = TEXTS[first : first + size]
        ids = [f"{first + index:032x}" for index in range(len(texts))]
        dates = pa.nulls(len(texts), pa.date32())
        yield pa.table({"article_id": ids, "text": texts, "published_on": dates})


def gather(extracted: Iterator[ExtractedBatch]) -> dict[str, pa.Table]:
    found = [batch.tables for batch in extracted]
    return {name: pa.concat_tables(tables[name] for tables in found) for name in found[0]}


def test_the_rows_are_the_same_whatever_the_number_of_processes_and_the_size_of_batches() -> None:
    wanted = gather(extract_here(make_batches(len(TEXTS)), WORLD_FOLDER, "v"))
    assert wanted["statements"].num_rows > 50
    for size, workers in ((5, 1), (3, 2)):
        found = gather(extract_in_processes(make_batches(size), WORLD_FOLDER, "v", workers=workers))
        assert found == wanted


def test_batches_come_back_in_their_order_with_all_their_articles() -> None:
    batches = list(extract_in_processes(make_batches(4), WORLD_FOLDER, "v", workers=2))
    ids = [article_id for batch in batches for article_id in batch.article_ids]
    assert ids == [f"{index:032x}" for index in range(len(TEXTS))]


def test_no_more_is_taken_than_is_worked_on() -> None:
    taken: list[int] = []
    extracted = extract_in_processes(make_batches(1, taken), WORLD_FOLDER, "v", workers=1)
    next(extracted)
    assert len(taken) == 3
    extracted.close()
    assert len(taken) == 3


def test_nothing_to_read_yields_nothing() -> None:
    assert list(extract_in_processes(iter(()), WORLD_FOLDER, "v", workers=2)) == []


def test_a_worker_that_cannot_begin_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkerDiedError, match="died"):
        list(extract_in_processes(make_batches(1), tmp_path / "no-world", "v", workers=1))


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system binds no process to a core")
def test_only_the_cores_that_may_be_used_are_counted() -> None:
    cores = os.sched_getaffinity(0)
    assert count_usable_cores() == len(cores)
    os.sched_setaffinity(0, {min(cores)})
    try:
        assert count_usable_cores() == 1
    finally:
        os.sched_setaffinity(0, cores)
