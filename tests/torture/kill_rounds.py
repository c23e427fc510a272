"""One round of each kind: a data folder, a kill at a random moment, the next run, and what is wrong then."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import duckdb

from orchestration.settings import Settings
from tests.integration.commands import POTLINE, clean_environment
from tests.torture.facts import (
    digest_tables,
    find_damage,
    is_accounted_for,
    list_articles,
    list_differences,
    name_current,
)
from tests.torture.ground import Ground, call_build
from tests.torture.orphans import list_orphans
from tests.torture.stages import Ended, Stage, run_stage

TRIES = 50
# A release of the rounds of publication: later than all others.
NEW_RELEASE = "29990101T000000Z"


@dataclass(frozen=True)
class Found:
    """What is wrong after a round; each in words, empty where nothing is, or a number.

    Attributes:
        failed: what the next run said when it did not come to its end.
        lost: texts that an undisturbed run has and this one has not.
        doubled: texts that are there twice.
        differing: tables whose rows are not those of an undisturbed run.
        unaccounted: whether an input is neither loaded nor duplicate nor rejected.
        broken: what is wrong with the published release, between the kill and the next run or after it.
        orphans: what is left over after the next run.
    """

    failed: str = ""
    lost: int = 0
    doubled: int = 0
    differing: str = ""
    unaccounted: bool = False
    broken: str = ""
    orphans: str = ""


Make = Callable[[Ground, Random], Found]


def read_first(ground: Ground, random: Random) -> Found:
    """The landing folder is read for the first time."""
    kill_stage("read", lambda: ground.begin(None), ground.seconds["read"], random)
    settings = ground.settings(ground.data)
    return compare(ground, ground.first, run_stage(Stage("read", settings)), settings, "raw")


def read_again(ground: Ground, random: Random) -> Found:
    """It is read again, changed."""
    kill_stage("read", lambda: ground.begin(ground.before), ground.seconds["read"], random)
    settings = ground.settings(ground.data)
    return compare(ground, ground.after, run_stage(Stage("read", settings)), settings, "raw")


def extract(workers: int, *, is_whole_group: bool = True) -> Make:
    """Facts are extracted, in one process or several."""

    def make(ground: Ground, random: Random) -> Found:
        def begin() -> Settings:
            return ground.begin(ground.read, workers=workers)

        name = f"extract by {workers}"
        if name not in ground.seconds:
            ground.seconds[name] = run_stage(Stage("extract", begin())).seconds
        session = kill_stage("extract", begin, ground.seconds[name], random, is_whole_group=is_whole_group)
        settings = ground.settings(ground.data, workers=workers)
        ended = run_stage(Stage("extract", settings))
        return compare(ground, ground.after, ended, settings, "raw", "extracted", session=session)

    return make


def publish(ground: Ground, random: Random) -> Found:
    """The tables of the build after become a release over that of the build before."""

    def begin() -> Settings:
        settings = ground.begin(ground.before)
        shutil.copyfile(ground.settings(ground.after).warehouse_path, settings.warehouse_path)
        with duckdb.connect(str(settings.warehouse_path)) as connection:
            connection.execute("update marts.dim_release set release_id = $1", [NEW_RELEASE])
        return settings

    if "publish" not in ground.seconds:
        ground.seconds["publish"] = run_stage(Stage("publish", begin())).seconds
    kill_stage("publish", begin, ground.seconds["publish"], random)
    settings = ground.settings(ground.data)
    old = name_current(ground.settings(ground.before).published)
    broken = describe_break(settings, old, NEW_RELEASE)
    ended = run_stage(Stage("publish", settings))
    found = compare(ground, ground.after, ended, settings, "raw", "extracted", "marts")
    return merge(found, broken or describe_break(settings, NEW_RELEASE), compare_release(ground, settings))


def build(*, is_whole_group: bool) -> Make:
    """A whole `potline build`, with Dagster and dbt; the next one begins at once."""

    def make(ground: Ground, random: Random) -> Found:
        temporary = ground.folder / "temporary"

        def begin() -> Settings:
            shutil.rmtree(temporary, ignore_errors=True)
            temporary.mkdir()
            return ground.begin(ground.before)

        if "build" not in ground.seconds:
            settings, began = begin(), time.monotonic()
            call_build(settings, temporary)
            ground.seconds["build"] = time.monotonic() - began
        for _ in range(TRIES):
            settings = begin()
            old = name_current(settings.published)
            session = kill_build(
                settings, random.uniform(0, ground.seconds["build"]), temporary, is_whole_group
            )
            if session:
                break
        broken = describe_break(settings, old, "")
        called = call_build(settings, temporary)
        ended = Ended(called.exit_code, 0, 0, called.complaint)
        found = compare(
            *(ground, ground.after, ended, settings, "raw", "extracted", "marts"),
            session=session,
            temporary=temporary,
        )
        return merge(found, broken or describe_break(settings, None), compare_release(ground, settings))

    return make


def kill_stage(
    name: str, begin: Callable[[], Settings], seconds: float, random: Random, *, is_whole_group: bool = True
) -> int:
    """Kill a stage at work, and give its process id; one that had ended before is begun anew."""
    for _ in range(TRIES):
        stage = Stage(name, begin(), NEW_RELEASE)
        ended = run_stage(stage, kill_after=random.uniform(0, seconds), is_whole_group=is_whole_group)
        if ended.exit_code == -signal.SIGKILL:
            return ended.process_id
        if ended.exit_code:
            raise RuntimeError(f"{name} failed before it was killed: {ended.complaint}")
    raise RuntimeError(f"{name} was never killed in {TRIES} tries")


def kill_build(settings: Settings, seconds: float, temporary: Path, is_whole_group: bool) -> int:
    """Start a build and kill it; give its process id, 0 where it had ended before."""
    process = subprocess.Popen(
        [POTLINE, "build", str(settings.landing), "--data", settings.data],
        env={**clean_environment(), "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        (os.killpg if is_whole_group else os.kill)(process.pid, signal.SIGKILL)
    return process.pid if process.wait() == -signal.SIGKILL else 0


def compare(
    ground: Ground,
    undisturbed: Path,
    ended: Ended,
    settings: Settings,
    *schemas: str,
    session: int = 0,
    temporary: Path | None = None,
) -> Found:
    """Say what is wrong with a data folder after the run that followed a kill."""
    if ended.exit_code:
        return Found(failed=ended.complaint or f"exit {ended.exit_code}")
    wanted, there = ground.articles(undisturbed), list_articles(settings.warehouse_path)
    differing = list_differences(
        ground.digest(undisturbed, *schemas), digest_tables(settings.warehouse_path, schemas)
    )
    return Found(
        lost=len(set(wanted) - set(there)),
        doubled=len(there) - len(set(there)),
        differing=", ".join(differing),
        unaccounted=not is_accounted_for(settings.warehouse_path, ground.landing),
        orphans="; ".join(list_orphans(settings, session=session, temporary=temporary)),
    )


def compare_release(ground: Ground, settings: Settings) -> str:
    """Name the published tables that differ from those of an undisturbed build."""
    wanted = ground.digest(ground.after, "marts")
    return ", ".join(list_differences(wanted, digest_tables(settings.published_path, ("marts",))))


def describe_break(settings: Settings, *allowed: str | None) -> str:
    """Say what is wrong with the current release; an empty name among those allowed stands for any later one."""
    damage = find_damage(settings.published)
    if damage is not None:
        return damage
    current = name_current(settings.published) or ""
    is_later = "" in allowed and current > (allowed[0] or "")
    return "" if is_later or None in allowed or current in allowed else f"{current} is current"


def merge(found: Found, broken: str, differing: str) -> Found:
    """Add what is wrong with the release."""
    if found.failed:
        return found
    return replace(found, broken=broken, differing=found.differing or differing)
