"""Extraction on Spark: batches go out as Parquet files, are mapped over the cluster, and come back in their order.

Spark itself lives in a process of its own (`spark_driver`); pyspark is imported there and nowhere else.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import pyarrow as pa

from ingest.engines.limit import ARTICLE_SECONDS
from ingest.engines.map import ExtractedBatch
from ingest.engines.spark_code import pack_code
from ingest.engines.spark_files import read_found, write_articles

# A round is what is computed before it can be committed: enough for each core that the last ones to end cost little.
_BATCHES_A_CORE = 8
_BATCHES_A_ROUND = (32, 4096)
_SECONDS_TO_REACH = 5.0
_SECONDS_TO_END = 20.0


class SparkError(Exception):
    """Spark cannot be used, or did not do its work; the message is a sentence for a person."""


class SparkLostError(SparkError):
    """Spark cannot be reached, or ended before its work was done: at another try it may be there."""


def check_spark(master: str) -> None:
    """Make sure, without starting Spark, that it could be started.

    Args:
        master: the master's URL.

    Raises:
        SparkError: pyspark or Java is missing, or nobody answers at the master's address.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise SparkError(
            "The engine spark needs pyspark: `.venv/bin/uv sync --frozen --inexact --extra spark` brings it."
        )
    home = os.environ.get("JAVA_HOME")
    if home and not shutil.which("java", path=str(Path(home) / "bin")):
        raise SparkError(f"The engine spark needs Java, and there is none in JAVA_HOME ({home}).")
    if not home and not shutil.which("java"):
        raise SparkError(
            "The engine spark needs Java 17 or newer, and there is none on the path or in JAVA_HOME."
        )
    addresses = list(_list_addresses(master))
    if addresses and not any(_answers(*address) for address in addresses):
        raise SparkLostError(f"The Spark master {master} cannot be reached.")


def extract_on_spark(
    batches: Iterable[pa.Table],
    world: Path,
    version: str,
    *,
    master: str,
    work: Path,
    seconds: float = ARTICLE_SECONDS,
) -> Generator[ExtractedBatch, None, None]:
    """Extract batches on Spark, a round of them at a time.

    While Spark works on a round, what it made of the one before is yielded and the next is written, so that at most
    three rounds are on disk. A round grows with the cores that Spark has.

    Args:
        batches: articles as `extract_batch` takes them; each becomes one task.
        world: the folder of the seeds.
        version: the extractor version to record.
        master: the master's URL.
        work: a folder that this process and all executors see at the same path. What is in it is removed, first and last.
        seconds: of computing that one article may take.

    Yields:
        What the batches yield, in the order of the batches.

    Raises:
        SparkError: Spark cannot be used, or did not do its work. What was yielded before stands.
    """
    check_spark(master)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        archive = work / "potline.zip"
        pack_code(world, archive)
        rounds = _Rounds(iter(batches), work)
        done = None
        with _Driver(master, archive, version, seconds) as driver:
            current = rounds.write(driver.receive())
            while current:
                driver.ask(current / "articles", current / "found")
                if done:
                    yield from _take(done)
                following = rounds.write(driver.cores)
                driver.receive()
                done, current = current, following
        if done:
            yield from _take(done)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _take(done: Path) -> Iterator[ExtractedBatch]:
    yield from read_found(done / "found")
    shutil.rmtree(done)


class _Rounds:
    """Writes rounds of batches to folders of their own."""

    def __init__(self, batches: Iterator[pa.Table], work: Path) -> None:
        self._batches = batches
        self._work = work
        self._position = 0

    def write(self, cores: int) -> Path | None:
        """Write the next round for so many cores, and return its folder; None when there is no batch left."""
        least, most = _BATCHES_A_ROUND
        folder = self._work / f"round-{self._position:012}"
        size = min(max(cores * _BATCHES_A_CORE, least), most)
        written = write_articles(islice(self._batches, size), folder / "articles", self._position)
        self._position += written
        return folder if written else None


class _Driver:
    """The process that talks to Spark. It and its JVM write their log where this process writes its stderr."""

    def __init__(self, master: str, archive: Path, version: str, seconds: float) -> None:
        self.cores = 1
        self._master = master
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "ingest.engines.spark_driver",
                master,
                str(archive),
                version,
                str(seconds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            text=True,
            encoding="utf-8",
            # Whoever stops the build stops this process, which ends that one.
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._process.terminate()
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def ask(self, articles: Path, found: Path) -> None:
        """Have Spark extract a folder of articles."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(
                json.dumps({"articles": articles.as_uri(), "found": found.as_uri()}) + "\n"
            )
            self._process.stdin.flush()
        except BrokenPipeError:
            raise SparkLostError("Spark ended before its work was done.") from None

    def receive(self) -> int:
        """Wait until Spark has started, or has done what it was asked for, and return the number of its cores."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SparkLostError("Spark ended before its work was done.")
        answer = json.loads(line)
        if answer.get("failed") == "start":
            raise SparkError(f"Spark did not start on {self._master}: {_end_sentence(answer['reason'])}")
        if "failed" in answer:
            raise SparkError(f"The Spark job failed: {_end_sentence(answer['reason'])}")
        self.cores = answer["cores"]
        return self.cores


def _end_sentence(reason: str) -> str:
    return reason if reason.endswith(".") else f"{reason}."


def _list_addresses(master: str) -> Iterator[tuple[str, int]]:
    """The addresses in a URL of a standalone master (there may be several) or of Kubernetes; none of any other."""
    scheme, _, rest = master.partition("://")
    if scheme not in ("spark", "k8s"):
        return
    for part in rest.split(","):
        url = urlsplit(part if "://" in part else f"https://{part}")
        try:
            port = url.port or {"http": 80}.get(url.scheme, 443)
        except ValueError:
            continue
        if url.hostname:
            yield url.hostname, port


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_SECONDS_TO_REACH):
            return True
    except OSError:
        return False
