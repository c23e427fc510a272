"""Analysts who ask the standard questions at the same time, of a release of one million statements."""

from __future__ import annotations

import shutil
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple

import duckdb

from orchestration.published import open_published
from orchestration.settings import Settings
from tests.corpus.generate import generate
from tests.questions import read_questions
from tests.torture.ground import call_build, expect_success
from tests.torture.multiply import multiply_marts
from tests.torture.result import Row, Section
from warehouse.publish import publish

SEED = 19
ARTICLES = 3_000
STATEMENTS = 1_000_000
ANALYSTS = 8
SECONDS = 60.0
AT_MOST = 10


class Asked(NamedTuple):
    """One question: its name, and the seconds until its answer was there."""

    name: str
    seconds: float


def measure(work: Path, scale: float) -> Section:
    """Ask for a minute."""
    settings = prepare_release(work, round(STATEMENTS * scale))
    with open_published(settings) as connection:
        ((statements,),) = connection.execute("select count(*) from marts.fct_statements").fetchall()
        ((articles,),) = connection.execute("select count(*) from marts.dim_articles").fetchall()
    asked, complaints = ask_together(settings, SECONDS)
    seconds = sorted(one.seconds for one in asked)
    middle, slowest = median(seconds), seconds[len(seconds) * 99 // 100]
    by_name = {name: [one.seconds for one in asked if one.name == name] for name in read_questions()}
    dearest = sorted(by_name, key=lambda name: median(by_name[name] or [0]), reverse=True)[:3]
    named = ", ".join(f"`{name}` {median(by_name[name] or [0]) * 1000:.0f} ms" for name in dearest)
    return Section(
        "Load",
        f"{ANALYSTS} processes, each with a connection of its own, ask the {len(by_name)} questions of `dbt_project/analyses` in "
        f"an order drawn at random (seed {SEED}), without a pause. The release is one of {ARTICLES:,} generated articles, built "
        "by the line and multiplied by SQL: articles, meetings, people and all that is said have as many copies, and firms, "
        f"bodies, places and the reports by these stay. Dearest by their own medians: {named}.",
        (
            Row(
                f"{ANALYSTS} analysts at once on {statements:,} statements of {articles:,} articles",
                f"{len(asked):,} questions in {SECONDS:.0f} seconds",
                f"0 errors, the slowest 1 % within {AT_MOST} times the median",
                f"{len(complaints):,} errors, median {middle * 1000:.0f} ms, 99 of 100 within {slowest * 1000:.0f} ms, "
                f"{slowest / middle:.1f} times the median" + "".join(f"; {one}" for one in set(complaints)),
                not complaints and slowest <= AT_MOST * middle,
            ),
        ),
    )


def prepare_release(work: Path, statements: int) -> Settings:
    """Build a corpus and publish it so many times over; what is there from an earlier call is used again."""
    landing, made = work / "landing", Settings(data=work / "large", landing=work / "landing")
    if made.published_path.exists():
        return made
    shutil.rmtree(landing, ignore_errors=True)
    landing.mkdir(parents=True)
    for number, article in enumerate(generate(ARTICLES, SEED)):
        (landing / f"{number:05d}.txt").write_text(article.text, encoding="utf-8", newline="\n")
    small = Settings(data=work / "small", landing=landing)
    if not small.published_path.exists():
        expect_success(call_build(small))
    made.warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    made.warehouse_path.unlink(missing_ok=True)
    multiply_marts(small.published_path, made.warehouse_path, statements)
    publish(made.warehouse_path, made.published)
    return made


def ask_together(settings: Settings, seconds: float) -> tuple[list[Asked], list[str]]:
    """Have all analysts ask for so long; give what they asked, and what went wrong."""
    context = get_context("spawn")
    barrier = context.Barrier(ANALYSTS)
    asked: list[Asked] = []
    complaints: list[str] = []
    told = []
    for number in range(ANALYSTS):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_ask, args=(settings, number, seconds, barrier, theirs))
        process.start()
        theirs.close()
        told.append((process, ours))
    for process, ours in told:
        theirs_asked, theirs_complaints = ours.recv()
        asked += theirs_asked
        complaints += theirs_complaints
        process.join()
    return asked, complaints


def _ask(settings: Settings, number: int, seconds: float, barrier: Any, told: Connection[Any, Any]) -> None:
    random = Random(SEED + number)
    questions = list(read_questions().items())
    asked: list[Asked] = []
    complaints: list[str] = []
    with open_published(settings) as connection:
        barrier.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            random.shuffle(questions)
            for name, sql in questions:
                began = time.monotonic()
                if began >= until:
                    break
                try:
                    connection.execute(sql).fetchall()
                except duckdb.Error as error:
                    complaints.append(f"{name}: {str(error).splitlines()[0]}")
                asked.append(Asked(name, time.monotonic() - began))
    told.send((asked, complaints))
