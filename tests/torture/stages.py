"""The stages of a build, each in a process of its own that can be killed at any moment.

Processes are forked from a server that has imported everything and opened nothing: a round costs what the stage does,
and not the start of Dagster.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

from ingest.lexicon import extractor_version
from orchestration.assets.extracted import extract_articles
from orchestration.assets.raw import read_folder
from orchestration.full_disk import explain_full_disk
from orchestration.last_build import remember_release
from orchestration.progress import SilentProgress
from orchestration.release_documents import list_document_writers
from orchestration.resources import Build, start_build
from orchestration.settings import WORLD_FOLDER, Settings
from warehouse.publish import publish

SECONDS_AT_MOST = 300.0
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.torture.preload"])


class Stage(NamedTuple):
    """What is run: the stage by its name, the folders, and what is set for it."""

    name: str
    settings: Settings
    release_id: str = "r1"
    file_bytes_at_most: int | None = None
    temporary: Path | None = None


class Ended(NamedTuple):
    """How a stage ended: its exit code (negative for a signal), seconds, process id, and what it said of a failure."""

    exit_code: int
    seconds: float
    process_id: int
    complaint: str = ""


def run_stage(stage: Stage, *, kill_after: float | None = None, is_whole_group: bool = True) -> Ended:
    """Run a stage in a process group of its own, and kill it after so many seconds if it has not ended before.

    Args:
        stage: what is run.
        kill_after: seconds after it began to work; None to let it be.
        is_whole_group: kill what it has started, too; else the process alone.
    """
    theirs: Connection[Any, Any]
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_run, args=(stage, theirs))
    process.start()
    theirs.close()
    assert process.pid is not None
    assert ours.poll(SECONDS_AT_MOST) and ours.recv() == "begun"
    began = time.monotonic()
    if kill_after is not None:
        wait([process.sentinel], kill_after)
        kill = os.killpg if is_whole_group else os.kill
        with suppress(ProcessLookupError):
            kill(process.pid, signal.SIGKILL)
    process.join(SECONDS_AT_MOST)
    seconds = time.monotonic() - began
    if process.exitcode is None:
        os.killpg(process.pid, signal.SIGKILL)
        raise RuntimeError(f"stage {stage.name} did not end in {SECONDS_AT_MOST:.0f} seconds")
    complaint = ""
    try:
        if ours.poll():
            complaint = ours.recv()
    except EOFError:
        pass
    ours.close()
    return Ended(process.exitcode, seconds, process.pid, complaint)


def _run(stage: Stage, told: Connection[Any, Any]) -> None:
    os.setsid()
    if stage.temporary is not None:
        os.environ["TMPDIR"] = str(stage.temporary)
    if stage.file_bytes_at_most is not None:
        limit = stage.file_bytes_at_most
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    build = replace(
        start_build(stage.settings, run_id="torture", full_refresh=False), release_id=stage.release_id
    )
    told.send("begun")
    try:
        _STAGES[stage.name](build)
    except Exception as error:
        said = explain_full_disk(error, stage.settings.data) or f"{type(error).__name__}: {error}"
        told.send(said)
        told.close()
        os._exit(1)
    os._exit(0)


def _read(build: Build) -> None:
    read_folder(build, SilentProgress())


def _extract(build: Build) -> None:
    extract_articles(build, SilentProgress(), extractor_version(WORLD_FOLDER))


def _publish(build: Build) -> None:
    settings = build.settings
    release = publish(
        settings.warehouse_path,
        settings.published,
        keep=settings.releases_kept,
        document_writers=list_document_writers(build),
    )
    remember_release(build, release)


def _publish_tables(build: Build) -> None:
    """Without documents, for releases that are not those of the project."""
    publish(build.settings.warehouse_path, build.settings.published)


_STAGES: dict[str, Callable[[Build], None]] = {
    "read": _read,
    "extract": _extract,
    "publish": _publish,
    "publish_tables": _publish_tables,
}
