import os
import subprocess
import sys
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
from tests.torture.orphans import list_session, wait_for_session

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


WORK = """
import sys
from pathlib import Path
import pyarrow as pa
from ingest.engines.local import extract_in_processes
if __name__ == "__main__":
    row = {"article_id": ["a"], "text": ["Nobody met anybody."], "published_on": pa.nulls(1, pa.date32())}
    batches = iter([pa.table(row)] * 9)
    for _ in extract_in_processes(batches, Path(sys.argv[1]), "v", workers=2):
        print("read", flush=True)
        sys.stdin.read()
"""


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script, WORLD_FOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None and parent.stdout.readline() == "read\n"
        assert len(list_session(parent.pid)) > 2
        parent.kill()
        parent.wait()
        assert wait_for_session(parent.pid) == []


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
