import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ingest.engines.limit import TimeIsUpError, raise_after
from ingest.engines.local import (
    WorkerDiedError,
    count_usable_cores,
    extract_in_processes,
)
from ingest.engines.map import ExtractedBatch, map_batch, pack_failures, unpack_failures
from ingest.lexicon import Lexicon, load_lexicon
from orchestration.settings import PROJECT_FOLDER, WORLD_FOLDER
from tests.torture import hostile
from tests.torture.hostile import read_hostile
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


def read_here() -> dict[str, pa.Table]:
    lexicon = load_lexicon(WORLD_FOLDER)
    return gather(map_batch(batch, lexicon, "v") for batch in make_batches(len(TEXTS)))


def test_the_rows_are_the_same_whatever_the_number_of_processes_and_the_size_of_batches() -> None:
    wanted = read_here()
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
    with pytest.raises(WorkerDiedError, match="could not begin"):
        list(extract_in_processes(make_batches(1), tmp_path / "no-world", "v", workers=1))
    assert multiprocessing.active_children() == []


def make_hostile(deeds: dict[int, str], size: int = 6) -> list[pa.Table]:
    """Batches of samples, some of which do a deed to whoever reads them."""
    texts = [f"{deeds[number]}\n{text}" if number in deeds else text for number, text in enumerate(TEXTS)]
    table = pa.table(
        {
            "article_id": [f"{number:032x}" for number in range(len(texts))],
            "text": texts,
            "published_on": pa.nulls(len(texts), pa.date32()),
        }
    )
    return [table.slice(first, size) for first in range(0, len(texts), size)]


def read_all(deeds: dict[int, str], *, workers: int = 1, size: int = 6) -> list[ExtractedBatch]:
    found = list(
        extract_in_processes(
            make_hostile(deeds, size), WORLD_FOLDER, "v", workers=workers, seconds=1, read=read_hostile
        )
    )
    assert multiprocessing.active_children() == []
    return found


def tell_failures(found: list[ExtractedBatch]) -> list[tuple[int, str, str]]:
    return [
        (int(failure.article_id, 16), failure.reason, failure.detail)
        for batch in found
        for failure in batch.failures
    ]


def assert_the_others_are_read(found: list[ExtractedBatch], deeds: dict[int, str]) -> None:
    ids = [article_id for batch in found for article_id in batch.article_ids]
    assert ids == [f"{number:032x}" for number in range(len(TEXTS))]
    bad = [f"{number:032x}" for number in deeds]
    wanted = read_here()
    tables = gather(iter(found))
    for name, rows in wanted.items():
        kept = rows.filter(pc.invert(pc.is_in(rows["article_id"], pa.array(bad, pa.string()))))
        assert tables[name] == kept, name


def test_an_article_that_brings_its_process_down_is_the_only_one_that_fails() -> None:
    deeds = {3: hostile.KILL, 4: hostile.SPIN, 7: hostile.LEAVE, 17: hostile.RAISE, 18: hostile.OVERFLOW}
    found = read_all(deeds, workers=2)
    assert_the_others_are_read(found, deeds)
    assert [failure[:2] for failure in tell_failures(found)] == [
        (3, "extraction_failed"),
        (4, "too_slow"),
        (7, "extraction_failed"),
        (17, "extraction_failed"),
        (18, "extraction_failed"),
    ]
    killed, slow, left, raised, overflown = (failure[2] for failure in tell_failures(found))
    assert killed == "The process that extracts facts was killed."
    assert slow == "Its facts take more than 1 seconds of computing to extract."
    assert left == "The process that extracts facts ended with code 3."
    # Whatever an error quotes is harmless, and can be stored.
    assert raised.startswith("The extractor failed with KeyError: ") and raised.isprintable()
    assert overflown.startswith("The extractor failed with ") and overflown.endswith(".")
    assert "hostile.py" in found[-1].failures[0].trace or "hostile.py" in found[-2].failures[-1].trace


def test_an_article_that_is_alone_in_its_batch_fails_alone() -> None:
    deeds = {0: hostile.SPIN, 2: hostile.KILL}
    found = read_all(deeds, size=1)
    assert_the_others_are_read(found, deeds)
    assert [failure[:2] for failure in tell_failures(found)] == [(0, "too_slow"), (2, "extraction_failed")]


def test_an_article_is_not_blamed_for_a_process_that_somebody_else_killed(tmp_path: Path) -> None:
    # Once in the batch, and in another article once by itself.
    found = read_all({2: f"{hostile.KILL_ONCE}: {tmp_path / 'first'}"})
    assert tell_failures(found) == []
    assert [len(batch.article_ids) for batch in found] == [6, 6, 6, 1]


def test_where_the_process_is_not_ours_the_time_limit_raises(lexicon: Lexicon) -> None:
    with pytest.raises(TimeIsUpError, match=r"0\.2 seconds"), raise_after(0.2):
        while True:
            pass
    (batch, *_) = make_hostile({1: hostile.SPIN, 2: hostile.RAISE})
    found = map_batch(batch, lexicon, "v", guard=partial(raise_after, 0.2), read=read_hostile)
    assert [failure.reason for failure in found.failures] == ["too_slow", "extraction_failed"]
    assert found.tables["article_headers"].num_rows == 4
    assert unpack_failures(pack_failures(found.failures)) == found.failures


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system binds no process to a core")
def test_only_the_cores_that_may_be_used_are_counted() -> None:
    cores = os.sched_getaffinity(0)
    assert count_usable_cores() == len(cores)
    os.sched_setaffinity(0, {min(cores)})
    try:
        assert count_usable_cores() == 1
    finally:
        os.sched_setaffinity(0, cores)
