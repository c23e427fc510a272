"""Two who want the same data folder: builds by hand, by sensor and by queue, stages and publishers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import dagster as dg

from orchestration.instance import prepare_home
from orchestration.settings import PROJECT_FOLDER, Settings
from tests.integration.commands import Called, clean_environment
from tests.integration.small_releases import make_store
from tests.integration.test_daemon import OVER, running_daemon, wait_until
from tests.torture.facts import digest_tables, find_damage, is_accounted_for, list_differences
from tests.torture.ground import Ground, call_build
from tests.torture.orphans import list_orphans
from tests.torture.result import Row, Section
from tests.torture.stages import Ended, Stage, run_stage

SEED = 13
ARTICLES = 60
PAIRS_OF_STAGES = 60
PAIRS_OF_BUILDS = 8
BUILDS_BY_HAND = 3
SENTENCE = "Another build is running in "


class Met(NamedTuple):
    """What came of several that met: those that did their work, those that left with a sentence, and what was wrong."""

    done: int
    left: int
    faults: list[str]


def measure(work: Path, scale: float) -> Section:
    """Let them meet."""
    ground = Ground(work.parent / "ground", ARTICLES, is_whole=True)
    random = Random(SEED)
    stages = meet_in_stages(work / "stages", max(round(PAIRS_OF_STAGES * scale), 1), random)
    builds = [_meet_in_builds(ground, random) for _ in range(max(round(PAIRS_OF_BUILDS * scale), 1))]
    daemon = _meet_the_daemon(ground)
    return Section(
        "Two at once",
        "Whoever comes second waits or leaves with one sentence, and nobody harms what the other does. The second begins at a "
        f"moment drawn at random (seed {SEED}) while the first is at work.",
        (
            _write_row(
                "Two publishers in one folder", f"{max(round(PAIRS_OF_STAGES * scale), 1)} pairs", stages
            ),
            _write_row("Two `potline build` in one data folder", f"{len(builds)} pairs", _add(builds)),
            _write_row(
                f"A run of the sensor, one put into the queue, and {BUILDS_BY_HAND} builds by hand",
                "once",
                daemon,
            ),
        ),
    )


def meet_in_stages(work: Path, pairs: int, random: Random) -> Met:
    """Have two publishers at a time publish the same release; each time one at least does, and it is whole."""
    done, left, faults = 0, 0, []
    for number in range(pairs):
        shutil.rmtree(work, ignore_errors=True)
        settings = Settings(data=work, landing=work)
        make_store(settings.warehouse_path.parent, f"r{number:05d}")
        ended: list[Ended] = []

        def publish(settings: Settings = settings, ended: list[Ended] = ended) -> None:
            ended.append(run_stage(Stage("publish_tables", settings)))

        threads = [threading.Thread(target=publish) for _ in range(2)]
        for thread in threads:
            thread.start()
            time.sleep(random.uniform(0, 0.1))
        for thread in threads:
            thread.join()
        for one in ended:
            done += one.exit_code == 0
            left += "Another process is publishing in" in one.complaint
        if len(ended) != 2 or not any(one.exit_code == 0 for one in ended):
            faults.append(f"nobody published: {[one.complaint for one in ended]}")
        faults += [damage for damage in [find_damage(settings.published)] if damage] + list_orphans(settings)
    if done + left != 2 * pairs:
        faults.append(f"{2 * pairs - done - left} said something else")
    return Met(done, left, faults)


def _meet_in_builds(ground: Ground, random: Random) -> Met:
    settings = ground.begin(ground.before)
    seconds = ground.seconds.get("build", 30.0)
    called: list[Called] = []
    began = time.monotonic()
    threads = [threading.Thread(target=lambda: called.append(call_build(settings))) for _ in range(2)]
    for thread in threads:
        thread.start()
        time.sleep(random.uniform(0, seconds / 2))
    for thread in threads:
        thread.join()
    ground.seconds["build"] = min(seconds, time.monotonic() - began)
    return _judge(ground, settings, called)


def _meet_the_daemon(ground: Ground) -> Met:
    """The sensor finds a changed folder, a run is put into the queue, and somebody builds by hand meanwhile."""
    settings = ground.begin(ground.before)
    home = prepare_home(settings)
    environment = {
        **clean_environment(),
        "DAGSTER_HOME": str(home),
        "POTLINE_DATA": str(settings.data),
        "POTLINE_INPUT": str(settings.landing),
    }
    called: list[Called] = []
    with dg.DagsterInstance.from_config(str(home)) as instance:
        before = {record.dagster_run.run_id for record in instance.get_run_records()}

        def list_runs() -> list[dg.DagsterRun]:
            runs = [record.dagster_run for record in instance.get_run_records()]
            # Those by hand are on record, too, and are judged by what they said.
            return [
                run for run in runs if run.run_id not in before and run.tags.get("dagster/max_retries") != "0"
            ]

        with running_daemon(environment, ground.folder / "daemon.log"):
            wait_until(lambda: list_runs() or None)
            subprocess.run(
                [Path(sys.executable).with_name("dagster"), "job", "launch", "-j", "build_all"],
                cwd=PROJECT_FOLDER,
                env=environment,
                capture_output=True,
                check=True,
            )
            for _ in range(BUILDS_BY_HAND):
                called.append(call_build(settings))
            runs = wait_until(
                lambda: (
                    found
                    if len(found := list_runs()) >= 2 and all(run.status in OVER for run in found)
                    else None
                )
            )
    met = _judge(ground, settings, called)
    failed = [run.run_id[:8] for run in runs if run.status is not dg.DagsterRunStatus.SUCCESS]
    faults = [fault for fault in met.faults if fault != _NOBODY]
    return Met(
        met.done + len(runs) - len(failed), met.left, faults + [f"run {name} failed" for name in failed]
    )


_NOBODY = "nobody built"


def _judge(ground: Ground, settings: Settings, called: list[Called]) -> Met:
    done = sum(one.exit_code == 0 for one in called)
    left = 0
    faults = []
    for one in called:
        if one.exit_code:
            last = one.complaint.splitlines()[-1]
            if SENTENCE in last and last.startswith("potline: ") and "Traceback" not in one.complaint:
                left += 1
            else:
                faults.append(f"exit {one.exit_code}: {last}")
    if not done:
        faults.append(_NOBODY)
    wanted = ground.digest(ground.after, "raw", "extracted", "marts")
    faults += list_differences(wanted, digest_tables(settings.warehouse_path, ("raw", "extracted", "marts")))
    if not is_accounted_for(settings.warehouse_path, ground.landing):
        faults.append("an input is not accounted for")
    faults += [damage for damage in [find_damage(settings.published)] if damage]
    return Met(done, left, [*faults, *list_orphans(settings)])


def _add(met: list[Met]) -> Met:
    return Met(
        sum(one.done for one in met),
        sum(one.left for one in met),
        [fault for one in met for fault in one.faults],
    )


def _write_row(what: str, done: str, met: Met) -> Row:
    return Row(
        what,
        done,
        "each does its work or leaves with one sentence; the facts of an undisturbed build, every input accounted for, "
        "the release whole",
        "; ".join(dict.fromkeys(met.faults))
        or f"{met.done} did their work, {met.left} left with a sentence; nothing was wrong",
        not met.faults,
    )
