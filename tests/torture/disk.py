"""A disk that fills up at each stage of a build: a small tmpfs where one may be mounted, a limit on file sizes elsewhere."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from orchestration.settings import Settings
from tests.integration.commands import POTLINE, clean_environment
from tests.torture.facts import (
    digest_tables,
    find_damage,
    is_accounted_for,
    list_differences,
    name_current,
)
from tests.torture.ground import Ground, call_build
from tests.torture.orphans import list_orphans
from tests.torture.result import Row, Section
from tests.torture.stages import Stage, run_stage

ARTICLES = 60
SPACE = 400_000_000
# What is left when the reading begins: enough for the log and Dagster's records, too little for the texts.
LEFT_FOR_READING = 300_000
# The line on the terminal after which the disk is full, by the stage that meets it; at the start for the first.
STAGES = {"read": "", "extract": "Read the landing folder", "dbt": "Extract facts", "publish": "Check"}
# What one process may write into a file: less than the log of the warehouse needs for one batch, than dbt writes, and than the
# release will have; Dagster's records, which are written by the process that publishes, are smaller than the last.
LIMITS_OF_STAGES = {"read": 20_000, "extract": 20_000}
LIMITS_OF_BUILDS = {"dbt": 1_000_000, "publish": 12_000_000}
CLEAR = ("There is no space left on the disk for", "The system lets no file become as large as")


class Met(NamedTuple):
    """How a build met a full disk: its exit code and last words, and what was wrong afterwards."""

    exit_code: int
    words: str
    faults: list[str]


def measure(work: Path, scale: float) -> Section:
    """Fill the disk once at each stage, in both ways."""
    rounds = max(round(2 * scale), 1)
    ground = Ground(work.parent / "ground", ARTICLES, is_whole=True)
    rows: list[Row] = []
    if may_mount(work):
        for stage in STAGES:
            with mounted(work / "disk") as folder:
                met = [meet_full_disk(ground, folder, stage) for _ in range(rounds)]
            rows.append(_write_row(f"Disk full during {stage} (tmpfs of {SPACE // 10**6} MB)", met))
    for stage in STAGES:
        met = [meet_limit(ground, work / "limited", stage) for _ in range(rounds)]
        rows.append(_write_row(f"Files limited in size during {stage} (RLIMIT_FSIZE)", met))
    return Section(
        "Full disk",
        "A build is made on top of an earlier one, and the disk fills up, or the system lets no file grow any more, when the "
        "stage begins; then there is space again, and the next build is compared with one that nobody has disturbed. Where "
        "files are limited, reading and extraction are run by themselves: Dagster's records would meet the limit before them. "
        f"{'' if may_mount(work) else 'Nothing could be mounted on this machine. '}Steps were tried again once.",
        tuple(rows),
    )


def meet_full_disk(ground: Ground, folder: Path, stage: str) -> Met:
    """Build in a folder of a small file system that fills up."""
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(ground.before, data, symlinks=True)
    filler = folder / "filler"

    def fill(_process: int) -> None:
        fill_disk(filler, 0 if STAGES[stage] else LEFT_FOR_READING)

    return _meet(ground, ground.settings(data), stage, fill, lambda: filler.unlink(missing_ok=True))


def meet_limit(ground: Ground, data: Path, stage: str) -> Met:
    """Go on in processes that may make no larger file: reading and extraction alone, dbt and publication in a build."""
    before = ground.read if stage == "extract" else ground.before
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(before, data, symlinks=True)
    settings = ground.settings(data)
    if stage in LIMITS_OF_STAGES:
        ended = run_stage(Stage(stage, settings, file_bytes_at_most=LIMITS_OF_STAGES[stage]))
        return _judge(ground, settings, before, ended.exit_code, f"potline: {ended.complaint}")

    def limit(process: int) -> None:
        limited = wait_for_dbt(process) if stage == "dbt" else process
        resource.prlimit(limited, resource.RLIMIT_FSIZE, (LIMITS_OF_BUILDS[stage],) * 2)

    return _meet(ground, settings, stage, limit, lambda: None)


def fill_disk(filler: Path, left: int) -> None:
    """Let a file take all the space that there is, while others write, and give so many bytes of it back."""
    size, chunk = 0, SPACE
    with filler.open("wb") as file:
        while chunk >= os.sysconf("SC_PAGE_SIZE"):
            try:
                os.posix_fallocate(file.fileno(), size, chunk)
                size += chunk
            except OSError:
                chunk //= 2
        file.truncate(max(size - left, 0))


def publish_under_limit(settings: Settings, file_bytes_at_most: int) -> str:
    """Publish small tables in a process that may make no larger file, and return what it says; nothing if it succeeds."""
    return run_stage(Stage("publish_tables", settings, file_bytes_at_most=file_bytes_at_most)).complaint


def wait_for_dbt(process: int) -> int:
    """Wait until a build has started dbt, and return the number of that process.

    Raises:
        RuntimeError: the build has ended without.
    """
    import psutil  # of the group bench, which the short form goes without

    build = psutil.Process(process)
    while build.is_running() and build.status() != psutil.STATUS_ZOMBIE:
        for child in build.children():
            with suppress(psutil.NoSuchProcess):
                if any("potline-dbt" in word for word in child.cmdline()):
                    return int(child.pid)
        time.sleep(0.01)
    raise RuntimeError("the build ended before it had started dbt")


def may_mount(work: Path) -> bool:
    """Whether this process may mount a file system."""
    try:
        with mounted(work / "tried"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """Mount a small file system in memory for the length of the block.

    Raises:
        CalledProcessError: it is not allowed here.
        FileNotFoundError: the system has no such command.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SPACE}", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)


def _meet(
    ground: Ground,
    settings: Settings,
    stage: str,
    fill: Callable[[int], None],
    free: Callable[[], None],
) -> Met:
    exit_code, words = _build_until_full(settings, STAGES[stage], fill)
    free()
    return _judge(ground, settings, ground.before, exit_code, words)


def _judge(ground: Ground, settings: Settings, before: Path, exit_code: int, words: str) -> Met:
    """Say what was wrong with how it ended, with the release, and with the next build."""
    old = name_current(ground.settings(before).published)
    faults = []
    if exit_code == 0:
        faults.append("the build succeeded")
    last = words.splitlines()[-1] if words else ""
    if not any(clear in last for clear in CLEAR) or not last.startswith("potline: ") or "Traceback" in words:
        faults.append(f"it said: {last}")
    if (damage := find_damage(settings.published)) or name_current(settings.published) != old:
        faults.append(damage or "another release is current")
    called = call_build(settings)
    if called.exit_code:
        return Met(exit_code, last, [*faults, f"the next build failed: {called.complaint.splitlines()[-1]}"])
    wanted = ground.digest(ground.after, "raw", "extracted", "marts")
    faults += list_differences(wanted, digest_tables(settings.warehouse_path, ("raw", "extracted", "marts")))
    if not is_accounted_for(settings.warehouse_path, ground.landing):
        faults.append("an input is not accounted for")
    return Met(exit_code, last, [*faults, *list_orphans(settings)])


def _build_until_full(settings: Settings, line: str, fill: Callable[[int], None]) -> tuple[int, str]:
    """Start a build, fill the disk when it has said a line, and return its exit code and what it said."""
    environment = {**clean_environment(), "POTLINE_RETRIES": "1", "POTLINE_RETRY_SECONDS": "1"}
    said: list[str] = []
    with subprocess.Popen(
        [POTLINE, "build", str(settings.landing), "--data", settings.data],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        is_full = not line
        if is_full:
            fill(process.pid)
        for told in process.stderr:
            said.append(told)
            if not is_full and told.startswith(line):
                is_full = True
                fill(process.pid)
    return process.returncode, "".join(said)


def _write_row(what: str, met: list[Met]) -> Row:
    faults = [fault for one in met for fault in one.faults]
    return Row(
        what,
        "1 build" if len(met) == 1 else f"{len(met)} builds",
        "one clear sentence that names the place, exit not 0, the release untouched, the next build complete",
        "; ".join(dict.fromkeys(faults))
        or f"exit {met[0].exit_code}, “{met[0].words.removeprefix('potline: ')}”",
        not faults,
    )
