"""Readers in processes of their own while releases come, go and fail to come: none may fail, none may see two at once."""

from __future__ import annotations

import os
import shutil
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import duckdb

from orchestration.settings import Settings
from tests.integration.small_releases import make_store
from tests.torture.facts import find_damage
from tests.torture.orphans import list_orphans
from tests.torture.result import Row, Section
from tests.torture.stages import Stage, run_stage

SEED = 11
READERS = 8
READS = 10_000
PUBLICATIONS = 60
READS_A_CONNECTION = 5
TABLES = ("dim_release", "dim_firms", "fct_counts")
# Every row of every table says of which release it is.
_MARK = (
    "alter table marts.{table} add column marker varchar; update marts.{table} set marker = '{release_id}'"
)
_MARKERS = " union all ".join(f"select marker from marts.{table}" for table in TABLES)


class Reading(NamedTuple):
    """What one reader has seen: reads, those that failed, connections, those that saw more than one release, and the
    releases."""

    reads: int
    failed: int
    connections: int
    mixed: int
    releases: int
    complaint: str


class Publishing(NamedTuple):
    """What became of the publications: those that came to their end, kills, releases that were not whole, orphans."""

    made: int
    killed: int
    damage: list[str]
    orphans: list[str]


def measure(work: Path, scale: float) -> Section:
    """Read while releases are published."""
    reads, publications = round(READS * scale), max(round(PUBLICATIONS * scale), 2)
    readings, published = read_while_publishing(work, readers=READERS, reads=reads, publications=publications)
    total = sum(reading.reads for reading in readings)
    failed = sum(reading.failed for reading in readings)
    mixed = sum(reading.mixed for reading in readings)
    connections = sum(reading.connections for reading in readings)
    seen = max(reading.releases for reading in readings)
    complaints = sorted({reading.complaint for reading in readings if reading.complaint})
    return Section(
        "Readers while releases are exchanged",
        "Processes open the current release, ask all its tables several times over one connection, close it and begin again, "
        "while another publishes release after release and is killed at random moments. Every row bears the name of its "
        "release.",
        (
            Row(
                f"{READERS} readers",
                f"{total:,} reads over {connections:,} connections",
                f"at least {reads:,} reads, 0 failed, 0 connections that saw two releases",
                f"{failed:,} failed, {mixed:,} mixed; one reader saw {seen:,} releases"
                + "".join(f"; {complaint}" for complaint in complaints),
                total >= reads and not failed and not mixed,
            ),
            Row(
                "Publications meanwhile",
                f"{published.made:,} made, {published.killed:,} publishers killed, seed {SEED}",
                f"{publications:,} made; the current release whole after each kill, no orphan after the next publication",
                f"{len(published.damage):,} not whole, {len(published.orphans):,} orphans"
                + "".join(f"; {one}" for one in [*published.damage, *published.orphans]),
                published.made >= publications and not published.damage and not published.orphans,
            ),
        ),
    )


def read_while_publishing(
    work: Path, *, readers: int, reads: int, publications: int
) -> tuple[list[Reading], Publishing]:
    """Publish so many releases while readers read, and let them go on until there are enough reads."""
    shutil.rmtree(work / "data", ignore_errors=True)
    settings = Settings(data=work / "data", landing=work)
    random = Random(SEED)
    made = _publish_once(settings, 0, random, Publishing(0, 0, [], []), may_kill=False)
    context = get_context("spawn")
    stop, told = context.Event(), []
    for _ in range(readers):
        ours, theirs = context.Pipe(duplex=False)
        arguments = (settings.published / "current" / "potline.duckdb", -(-reads // readers), stop, theirs)
        process = context.Process(target=_read, args=arguments)
        process.start()
        theirs.close()
        told.append((process, ours))
    for _, ours in told:
        assert ours.recv() == "reading"
    try:
        for number in range(1, publications):
            made = _publish_once(settings, number, random, made, may_kill=True)
    finally:
        stop.set()
    readings = []
    for process, ours in told:
        readings.append(ours.recv())
        process.join()
    return readings, made


def _publish_once(
    settings: Settings, number: int, random: Random, before: Publishing, *, may_kill: bool
) -> Publishing:
    """Publish one release; every second publisher is killed first, some of them twice."""
    shutil.rmtree(settings.warehouse_path.parent, ignore_errors=True)
    release_id = f"r{number:05d}"
    marks = [_MARK.format(table=table, release_id=release_id) for table in TABLES]
    built_at = f"update marts.dim_release set built_at = built_at + interval {number} minute"
    make_store(settings.warehouse_path.parent, release_id, built_at, *marks)
    killed, damage = 0, list(before.damage)
    stage = Stage("publish_tables", settings)
    while may_kill and random.random() < 0.5:
        ended = run_stage(stage, kill_after=random.uniform(0, 0.3))
        killed += ended.exit_code == -signal.SIGKILL
        if (wrong := find_damage(settings.published)) is not None:
            damage.append(wrong)
    ended = run_stage(stage)
    if ended.exit_code:
        raise RuntimeError(f"release {release_id} was not published: {ended.complaint}")
    orphans = [*before.orphans, *list_orphans(settings)]
    return Publishing(before.made + 1, before.killed + killed, damage, orphans)


def _read(path: Path, reads: int, stop: Event, told: Connection[Any, Any]) -> None:
    """Read until there is nothing more to come and there were enough reads."""
    random = Random(os.getpid())
    done = failed = connections = mixed = 0
    releases: set[str] = set()
    complaint = ""
    while not (stop.is_set() and done >= reads):
        connections += 1
        seen: set[str] = set()
        try:
            with duckdb.connect(str(path), read_only=True) as connection:
                for _ in range(random.randint(1, 2 * READS_A_CONNECTION)):
                    done += 1
                    seen.update(marker for (marker,) in connection.execute(_MARKERS).fetchall())
        except duckdb.Error as error:
            failed += 1
            complaint = str(error).splitlines()[0]
        mixed += len(seen) > 1
        releases |= seen
        if connections == 1:
            told.send("reading")
    told.send(Reading(done, failed, connections, mixed, len(releases), complaint))
