"""The program that talks to Spark: python -m ingest.engines.spark_driver MASTER ARCHIVE VERSION SECONDS.

A process of its own, because a SparkContext takes over the signals and the state of the process that it lives in, and
its JVM writes where that process writes. It reads one JSON object a line, `{"articles": FOLDER, "found": FOLDER}`, and
answers each with `{"cores": N}`, once before the first, too, or with `{"failed": "start" or "job", "reason": TEXT}`.
Everything else that is said goes to stderr. It ends with its stdin.
"""

from __future__ import annotations

import json
import os
import queue
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from ingest.engines.spark_code import CODE, SEEDS
from ingest.engines.spark_worker import FOUND, POSITION

_WHOLE_FILES = "1g"  # no file is as large, so that each is one task
_ARTICLES_A_RECORD_BATCH = 1_000
_BYTES_A_RECORD_BATCH = "4m"

_OPTIONS = {
    "spark.app.name": "potline",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ARTICLES_A_RECORD_BATCH),
    "spark.sql.execution.arrow.maxBytesPerBatch": _BYTES_A_RECORD_BATCH,
    "spark.sql.files.maxPartitionBytes": _WHOLE_FILES,
    "spark.sql.files.openCostInBytes": _WHOLE_FILES,
    "spark.sql.parquet.compression.codec": "zstd",
    # Dates before 1582 are what they are.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
}
_LOCAL_OPTIONS = {
    # The name of a machine need not lead back to it.
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
}

_NAMED_ERROR = re.compile(r"^(?:[\w.]+\.)?(\w*(?:Error|Exception)\b: .+)$", re.MULTILINE)


def main() -> None:
    """Start Spark, and do what stdin asks for."""
    master, archive, version, seconds = sys.argv[1:]
    answers = _keep_stdout_for_answers()
    tasks = _Requests()
    try:
        spark = _start_session(master, archive)
    except Exception as error:
        _answer_failure(answers, "start", error)
        return
    extract = _make_map(version, float(seconds))
    _answer(answers, cores=spark.sparkContext.defaultParallelism)
    for task in tasks:
        try:
            _run_job(spark, extract, task["articles"], task["found"])
        except Exception as error:
            _answer_failure(answers, "job", error)
            break
        _answer(answers, cores=spark.sparkContext.defaultParallelism)
    spark.stop()


class _Requests:
    """What stdin asks for. When it ends while a job runs, nobody waits for the job, and this process ends at once."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self._idle = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self._lines.put(line)
        if not self._idle.is_set():
            os._exit(1)
        self._lines.put("")

    def __iter__(self) -> Iterator[dict[str, str]]:
        while True:
            self._idle.set()
            line = self._lines.get()
            self._idle.clear()
            if not line:
                return
            yield json.loads(line)


def _keep_stdout_for_answers() -> TextIO:
    """Turn the stdout of this process and its children into stderr, and return what it was."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _start_session(master: str, archive: str) -> Any:
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    is_local = master.startswith("local")
    if is_local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    options = {**_OPTIONS, **(_LOCAL_OPTIONS if is_local else {})}
    context = SparkContext(conf=SparkConf().setMaster(master).setAll(list(options.items())))
    context.addArchive(f"{archive}#{CODE}")
    return SparkSession(context)


def _make_map(version: str, seconds: float) -> Callable[[Iterator[Any]], Iterator[Any]]:
    folder, seeds = CODE, SEEDS

    # Sent by value, being no name of a module: where it arrives, there is no `ingest` before the import.
    def extract_partition(batches: Iterator[Any]) -> Iterator[Any]:
        import sys
        from pathlib import Path

        from pyspark import SparkFiles

        code = SparkFiles.get(folder)
        if code not in sys.path:
            sys.path.insert(0, code)
        from ingest.engines.spark_worker import extract_record_batches

        return extract_record_batches(batches, Path(code) / seeds, version, seconds)

    return extract_partition


def _run_job(
    spark: Any, extract: Callable[[Iterator[Any]], Iterator[Any]], articles: str, found: str
) -> None:
    columns = ", ".join(f"{name} {'bigint' if name == POSITION else 'binary'}" for name in FOUND.names)
    writer = spark.read.parquet(articles).mapInArrow(extract, columns).write
    # A row is some megabytes, and Parquet looks at its memory only every hundred rows unless told.
    for option in ("parquet.page.size.row.check.min", "parquet.block.size.row.check.min"):
        writer = writer.option(option, "1")
    writer.parquet(found)


def _answer(answers: TextIO, **answer: str | int) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _answer_failure(answers: TextIO, stage: str, error: Exception) -> None:
    traceback.print_exception(error)
    _answer(answers, failed=stage, reason=find_reason(str(error)))


def find_reason(message: str) -> str:
    """Return the one line of an error of Spark that tells most: the innermost error that a line names."""
    named = _NAMED_ERROR.findall(message.split("\n\tat ", 1)[0])
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return str(named[-1]) if named else (lines or ["unknown"])[0]


if __name__ == "__main__":
    main()
