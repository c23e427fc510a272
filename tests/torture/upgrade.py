"""A warehouse that another version has built, of potline and of DuckDB, in the hands of this one."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import duckdb

from orchestration.settings import PROJECT_FOLDER, Settings
from tests.integration.commands import Called, call_potline, clean_environment
from tests.torture.facts import digest_tables, find_damage, is_accounted_for, list_articles, list_differences
from tests.torture.ground import call_build, expect_success
from tests.torture.landing import change_landing, write_landing
from tests.torture.orphans import list_orphans
from tests.torture.result import Row, Section

ARTICLES = 60
# The commit of v0.1.0, for clones without tags.
FIRST_VERSION = "3321c89"
# Of before there were versions: the first with increments.
UNTAGGED = ("ba55210",)
OTHER_DUCKDB = "duckdb>=1.5,<1.6"
SCHEMAS = ("raw", "extracted", "marts")


def measure(work: Path, scale: float) -> Section:
    """Build with the others, change the landing folder, and go on with this one."""
    landing = write_landing(work / "landing", max(round(ARTICLES * scale), 20))
    fresh = Settings(data=work / "fresh", landing=landing)
    expect_success(call_build(fresh))
    versions = list_earlier_versions()
    earlier = {version: build_with_earlier(work, version, landing) for version in versions}
    other = build_with_other_duckdb(work, fresh)
    change_landing(landing, max(round(ARTICLES * scale), 20))
    expect_success(call_build(fresh))
    wanted = digest_tables(fresh.warehouse_path, SCHEMAS)
    return Section(
        "Upgrades",
        "A folder is built by an earlier version, then changes, and is built again by this one; what is there then is compared "
        "with what this version alone has made of both. The same with DuckDB, of which the line supports more than one version.",
        (*(_judge(version, settings, fresh, wanted) for version, settings in earlier.items()), *other),
    )


def list_earlier_versions() -> list[str]:
    """Return the last tag before this version, and commits of before there were tags."""
    said = _git("describe", "--tags", "--abbrev=0", "HEAD^", check=False)
    return [said.decode().strip() or FIRST_VERSION, *UNTAGGED]


def build_with_earlier(work: Path, version: str, landing: Path) -> Settings:
    """Check an earlier version out and build with it, in the environment of this one."""
    source = work / f"source-{version}"
    shutil.rmtree(source, ignore_errors=True)
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", version))) as archive:
        archive.extractall(source, filter="data")
    settings = Settings(data=work / f"data-{version}", landing=landing)
    called = call_earlier(source, "build", str(landing), "--data", str(settings.data))
    if called.exit_code:
        raise RuntimeError(f"version {version} could not build: {called.complaint[-2000:]}")
    return settings


def call_earlier(source: Path, *arguments: str) -> Called:
    """Call the command of an earlier version."""
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, function = project["project"]["scripts"]["potline"].partition(":")
    program = f"from {module} import {function}; {function}()"
    finished = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=source,
        env={**clean_environment(), "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Called(finished.returncode, finished.stdout, finished.stderr)


def build_with_other_duckdb(work: Path, fresh: Settings) -> list[Row]:
    """Build with another DuckDB, put before that of the environment, and compare the tables."""
    library = work / "duckdb"
    uv = Path(sys.executable).with_name("uv")
    command: list[str | Path] = [
        *(uv, "pip", "install", "--quiet", "--no-deps", "--python", sys.executable, "--target", library),
        OTHER_DUCKDB,
    ]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        said = finished.stderr.strip().splitlines()
        return [
            Row(OTHER_DUCKDB, "brought from a package registry", "is there", said[-1] if said else "", False)
        ]
    path = str(library)
    program = [sys.executable, "-c", "import duckdb; print(duckdb.__version__)"]
    version = subprocess.run(
        program, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    ).stdout.strip()
    other = Settings(data=work / "data-other-duckdb", landing=fresh.landing)
    built = call_potline("build", str(fresh.landing), "--data", other.data, folder=None, PYTHONPATH=path)
    if built.exit_code:
        wanted = f"the tables of DuckDB {duckdb.__version__}"
        return [Row(f"DuckDB {version}", "1 build", wanted, _last_line(built), False)]
    names = list_differences(
        digest_tables(fresh.warehouse_path, SCHEMAS), digest_tables(other.warehouse_path, SCHEMAS)
    )
    back = call_potline("status", "--data", other.data)
    there = call_potline("status", "--data", fresh.data, folder=None, PYTHONPATH=path)
    copied = work / "data-copied"
    shutil.copytree(fresh.data, copied, symlinks=True, dirs_exist_ok=True)
    newer = call_potline("build", str(fresh.landing), "--data", copied, folder=None, PYTHONPATH=path)
    older = call_build(other)
    return [
        Row(
            f"DuckDB {version} in place of {duckdb.__version__}",
            "a build of the folder",
            "the same tables",
            f"{', '.join(names)} differ" if names else "all equal",
            not names,
        ),
        Row(
            f"A release of each read with the other ({version}, {duckdb.__version__})",
            "`potline status`",
            "opens",
            f"exit {there.exit_code} and {back.exit_code}",
            there.exit_code == back.exit_code == 0,
        ),
        Row(
            f"A working file of DuckDB {version} in the hands of {duckdb.__version__}",
            "1 build",
            "goes on",
            "goes on" if older.exit_code == 0 else _last_line(older),
            older.exit_code == 0,
        ),
        Row(
            f"A working file of DuckDB {duckdb.__version__} in the hands of {version}",
            "1 build",
            "goes on, or says plainly what to run",
            "goes on" if newer.exit_code == 0 else _last_line(newer),
            newer.exit_code == 0 or "run `make setup`" in newer.complaint,
        ),
    ]


def _judge(version: str, settings: Settings, fresh: Settings, wanted: Mapping[str, str]) -> Row:
    texts = list_articles(settings.warehouse_path)
    seen_at = _list_moments(settings.warehouse_path)
    faults = []
    if call_potline("status", "--data", settings.data).exit_code:
        faults.append("its release could not be read")
    called = call_build(settings)
    if called.exit_code:
        faults.append(f"the build failed: {_last_line(called)}")
    else:
        faults += list_differences(wanted, digest_tables(settings.warehouse_path, SCHEMAS))
        lost = set(texts) - set(list_articles(settings.warehouse_path))
        faults += [f"{len(lost)} texts lost"] if lost else []
        forgotten = seen_at - _list_moments(settings.warehouse_path)
        faults += [f"{len(forgotten)} first sights forgotten"] if forgotten else []
        faults += [] if is_accounted_for(settings.warehouse_path, fresh.landing) else ["not accounted for"]
        faults += [damage for damage in [find_damage(settings.published)] if damage]
        faults += list_orphans(settings)
    return Row(
        f"A warehouse of version {version}",
        f"{len(texts)} texts, then a build of this version",
        "its release is read; nothing lost; the tables that this version alone makes",
        "; ".join(faults) or "nothing lost, all tables equal",
        not faults,
    )


def _list_moments(warehouse: Path) -> set[tuple[object, ...]]:
    with closing(duckdb.connect(str(warehouse), read_only=True)) as connection:
        query = "select source_path, article_id, first_seen_at from raw.article_sources"
        return set(connection.execute(query).fetchall())


def _last_line(called: Called) -> str:
    return called.complaint.strip().splitlines()[-1]


def _git(*arguments: str, check: bool = True) -> bytes:
    command = ["git", "-C", os.fspath(PROJECT_FOLDER), *arguments]
    finished = subprocess.run(command, capture_output=True, check=check)
    return b"" if finished.returncode else finished.stdout
