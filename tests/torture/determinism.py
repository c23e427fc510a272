"""The same folder on machines that differ in what must not matter: the facts are to be the same, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from orchestration.settings import PROJECT_FOLDER, Settings
from tests.integration.commands import POTLINE, clean_environment
from tests.torture.facts import digest_tables, list_differences
from tests.torture.landing import write_landing
from tests.torture.result import Row, Section

ARTICLES = 400
SEED = 17
# Not UTF-8, and no help from Python to make it so.
BARE = {"LC_ALL": "POSIX", "LANG": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SMALL = {"POTLINE_MAX_BATCH_BYTES": "5000", "POTLINE_MAX_EXTRACTION_BYTES": "5000"}


class Machine(NamedTuple):
    """What is different: variables, processes that extract, cores that may be used, and how the folder was filled."""

    what: str
    variables: Mapping[str, str] = {}
    workers: int = 1
    cores: int = 0
    landing: str = "filled"


MACHINES = (
    Machine("the locale POSIX, without UTF-8", BARE),
    Machine("the locale C.UTF-8", {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}),
    Machine("the time zone of Kiritimati, 14 hours before UTC", {"TZ": "Pacific/Kiritimati"}),
    Machine("the time zone of Los Angeles", {"TZ": "America/Los_Angeles"}),
    Machine("hash seed 1", {"PYTHONHASHSEED": "1"}),
    Machine("hash seed 4294967295", {"PYTHONHASHSEED": "4294967295"}),
    Machine("batches of 5 kB", SMALL),
    Machine("two workers, batches of 5 kB", SMALL, workers=2),
    Machine("three workers, batches of 50 kB", {"POTLINE_MAX_EXTRACTION_BYTES": "50000"}, workers=3),
    Machine("one core", cores=1),
    Machine("two cores", cores=2),
    Machine("a folder that was filled in another order", landing="shuffled"),
    Machine(
        "all of it at once",
        {**BARE, **SMALL, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"},
        workers=2,
        cores=1,
        landing="shuffled",
    ),
)
# With dbt and a release.
WHOLE = (MACHINES[0], MACHINES[2], MACHINES[-1])


def measure(work: Path, scale: float) -> Section:
    """Compare each machine with a plain one."""
    count = max(round(ARTICLES * scale), 20)
    fill_folders(work, count)
    wanted = extract(work, Machine("a plain machine"))
    differing = {machine.what: list_differences(wanted, extract(work, machine)) for machine in MACHINES}
    renamed = _differ_by_name(work, wanted)
    whole = build(work, Machine("a plain machine"))
    differing_whole = {machine.what: list_differences(whole, build(work, machine)) for machine in WHOLE}
    rows = [
        Row(what, f"{count:,} articles read and extracted", "the same tables", _say(names), not names)
        for what, names in differing.items()
    ]
    rows.append(
        Row("other names of the files", f"{count:,} articles", "the same facts", _say(renamed), not renamed)
    )
    rows += [
        Row(f"{what}, dbt included", f"{count:,} articles built", "the same marts", _say(names), not names)
        for what, names in differing_whole.items()
    ]
    return Section(
        "Two machines' worth of difference",
        "The same articles are read where one thing differs from a plain machine, and the tables are compared by all their rows "
        "in sorted export; moments in time aside.",
        tuple(rows),
    )


def fill_folders(work: Path, article_count: int) -> None:
    """Make the landing folder, and others that hold the same, filled in another order or under other names."""
    for name in ("filled", "shuffled", "renamed", "landing"):
        shutil.rmtree(work / name, ignore_errors=True)
    paths = sorted(write_landing(work / "filled", article_count).iterdir())
    Random(SEED).shuffle(paths)
    for kind in ("shuffled", "renamed"):
        (work / kind).mkdir()
    for number, path in enumerate(paths):
        shutil.copyfile(path, work / "shuffled" / path.name)
        shutil.copyfile(path, work / "renamed" / f"{number:05d}{path.suffix}")


def extract(work: Path, machine: Machine) -> dict[str, str]:
    """Read and extract on such a machine, and return the digests of what is there then."""
    command = [sys.executable, "-m", "tests.torture.extract_once"]
    settings = _run(work, machine, command, lambda landing, data: [landing, data, str(machine.workers)])
    return digest_tables(settings.warehouse_path, ("raw", "extracted"))


def build(work: Path, machine: Machine) -> dict[str, str]:
    """Build on such a machine, and return the digests of the tables that are published."""
    workers = ["--workers", str(machine.workers)]
    settings = _run(
        work, machine, [str(POTLINE), "build"], lambda landing, data: [landing, "--data", data, *workers]
    )
    return digest_tables(settings.published_path, ("marts",))


def _run(
    work: Path, machine: Machine, command: list[str], arguments: Callable[[str, str], list[str]]
) -> Settings:
    data = work / "data"
    shutil.rmtree(data, ignore_errors=True)
    # All lie at one place when they are read: the ledger tells which.
    landing = (work / machine.landing).rename(work / "landing")
    try:
        finished = subprocess.run(
            [*command, *arguments(str(landing), str(data))],
            cwd=PROJECT_FOLDER,
            env={**clean_environment(), **machine.variables},
            preexec_fn=partial(_keep_to, machine.cores) if machine.cores else None,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        landing.rename(work / machine.landing)
    if finished.returncode:
        raise RuntimeError(f"{machine.what}: {finished.stderr[-2000:]}")
    return Settings(data=data, landing=landing)


def _keep_to(cores: int) -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def _differ_by_name(work: Path, wanted: Mapping[str, str]) -> list[str]:
    """Facts name no file: what is extracted is the same whatever the files are called."""
    seen = extract(work, Machine("other names", landing="renamed"))
    return [name for name in list_differences(wanted, seen) if name.startswith("extracted.")]


def _say(names: list[str]) -> str:
    return f"{', '.join(names)} differ" if names else "all equal"
