"""All classes of bad input in one landing folder, read and extracted, and built and published as a whole."""

import json
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.assets.extracted import extract_articles
from orchestration.assets.raw import read_folder
from orchestration.progress import SilentProgress
from orchestration.resources import Build
from orchestration.settings import Settings
from tests.integration.commands import call_potline
from tests.torture.input_classes import InputClass, list_classes
from tests.torture.result import Row, Section

# Where each input is now, and why it is not loaded where it is not.
_OUTCOMES = """
select source_path, coalesce(rejected.reason, 'loaded') as outcome
from raw.article_sources
left join extracted.rejected_articles as rejected using (article_id)
where superseded_at is null and missing_since is null
union all
select source_path, reason from raw.rejected_inputs where missing_since is null
"""
_LAST_RUN = "select seen_count, loaded_count + duplicate_count + rejected_count from raw.ingest_runs order by finished_at desc limit 1"


@dataclass(frozen=True)
class Outcome:
    """What became of the inputs of a class, by outcome."""

    tried: InputClass
    counts: Counter[str]

    @property
    def is_held(self) -> bool:
        """Whether each ended as one may, and none was passed over."""
        is_seen = bool(self.counts) or self.tried.is_restless
        return is_seen and set(self.counts) <= self.tried.outcomes


def measure(work: Path, scale: float) -> Section:
    """Make every class, read and extract all of them, then build all in one run as a person does."""
    landing = work / "landing"
    classes = make_landing(landing, scale)
    settings = Settings(data=work / "read", landing=landing)
    shutil.rmtree(settings.data, ignore_errors=True)
    began = time.monotonic()
    outcomes = read_classes(settings, classes)
    minutes = (time.monotonic() - began) / 60
    rows = [
        Row(
            outcome.tried.name,
            f"{sum(outcome.counts.values()):,} inputs",
            " or ".join(sorted(outcome.tried.outcomes)),
            ", ".join(f"{count:,} {what}" for what, count in sorted(outcome.counts.items()))
            or "none was seen",
            outcome.is_held,
        )
        for outcome in outcomes
    ]
    seen, accounted = count_inputs(settings)
    rows.append(
        Row(
            "all classes in one folder, read and extracted",
            f"{len(classes)} classes, {seen:,} inputs, {minutes:.1f} minutes",
            "seen = loaded + duplicate + rejected",
            f"{seen:,} = {accounted:,}",
            seen == accounted and seen > 0,
        )
    )
    complaint = build_classes(landing, work / "built")
    rows.append(
        Row(
            "all classes in one folder, built and published",
            "1 build",
            "a release, and no escape sequence on the terminal",
            complaint or "a release, and no escape sequence on the terminal",
            not complaint,
        )
    )
    return Section(
        "Input",
        "Each class lies in a folder of its own below one landing folder. Some files vanish, change and grow while they are "
        "read. Permissions bind nobody who is root: where the test runs as root, a link to nothing stands in.",
        tuple(rows),
    )


def make_landing(landing: Path, scale: float) -> list[tuple[str, InputClass]]:
    """Make a landing folder with each class in a folder, and return the classes with the names of theirs."""
    shutil.rmtree(landing, ignore_errors=True)
    classes = []
    for number, tried in enumerate(list_classes()):
        folder = landing / f"{number:02}"
        folder.mkdir(parents=True)
        tried.make(folder, scale)
        classes.append((folder.name, tried))
    return classes


def read_classes(settings: Settings, classes: list[tuple[str, InputClass]]) -> list[Outcome]:
    """Read and extract a landing folder while some of its files are restless, and tell what became of each class."""
    build = Build(settings, "run", "r", datetime.now(UTC), "code", False)
    with _restless(settings.landing, classes):
        read_folder(build, SilentProgress())
    extract_articles(build, SilentProgress(), "version")
    with duckdb.connect(settings.warehouse_path, read_only=True) as connection:
        found = connection.execute(_OUTCOMES).fetchall()
    counts: dict[str, Counter[str]] = {name: Counter() for name, _ in classes}
    for source_path, outcome in found:
        counts[source_path.partition("/")[0]][outcome] += 1
    return [Outcome(tried, counts[name]) for name, tried in classes]


def count_inputs(settings: Settings) -> tuple[int, int]:
    """Inputs that the last reading saw, and those that it accounts for."""
    with duckdb.connect(settings.warehouse_path, read_only=True) as connection:
        ((seen, accounted),) = connection.execute(_LAST_RUN).fetchall()
    return seen, accounted


def build_classes(landing: Path, data: Path) -> str:
    """Build and publish a landing folder, look at its state, and return what went wrong; nothing if nothing did."""
    called = call_potline("build", landing, "--data", data, seconds=3_600)
    status = call_potline("status", "--data", data)
    said = called.complaint + called.output + status.output + status.complaint
    if called.exit_code or status.exit_code:
        return said.strip().splitlines()[-1]
    if "\x1b" in said or "\x07" in said:
        return "an escape sequence reached the terminal"
    query = "select (select count(*) from marts.dim_articles) as articles, (select count(*) from marts.fct_rejected_inputs) as rejected"
    ((row),) = json.loads(call_potline("query", query, "--format", "json", "--data", data).output)
    return (
        ""
        if row["articles"] and row["rejected"]
        else f"{row['articles']} articles, {row['rejected']} rejected"
    )


@contextmanager
def _restless(landing: object, classes: list[tuple[str, InputClass]]) -> Iterator[None]:
    """Take files away and put them back, change and lengthen them, for as long as the block runs."""
    assert isinstance(landing, Path)
    folders = [landing / name for name, tried in classes if tried.is_restless]
    if not folders:
        yield
        return
    vanish, change, grow = folders
    is_over = threading.Event()

    def stir() -> None:
        turn = 0
        while not is_over.wait(0.001):
            turn += 1
            for path in vanish.glob("*.txt"):
                hidden = path.with_name(f".{path.name}")
                path.rename(hidden)
                hidden.rename(path)
            for path in change.glob("*.txt"):
                path.write_text(f"turn {turn} " * (turn % 50 + 1))
            with (grow / "grows.jsonl").open("a") as file:
                file.write(json.dumps({"text": f"turn {turn}"}) + "\n")

    thread = threading.Thread(target=stir, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
