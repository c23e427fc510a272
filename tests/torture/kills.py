"""SIGKILL at random moments of reading, extraction, dbt and publication, and what the next run makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.torture import kill_rounds
from tests.torture.ground import Ground
from tests.torture.landing import SEED
from tests.torture.result import Row, Section
from tests.torture.tally import Tally, is_time_left, write_rounds

ARTICLES = 60
ROUNDS = 500


class Kind(NamedTuple):
    """A kind of rounds: how many of it at scale 1, what is killed, what makes one, and whether it needs whole builds."""

    rounds: int
    what: str
    make: kill_rounds.Make
    is_whole: bool = False


KINDS = {
    "read": Kind(100, "SIGKILL while the landing folder is read for the first time", kill_rounds.read_first),
    "read-again": Kind(110, "SIGKILL while it is read again, changed", kill_rounds.read_again),
    "extract": Kind(120, "SIGKILL during extraction", kill_rounds.extract(1)),
    "extract-group": Kind(
        20, "SIGKILL during extraction by two workers, of them and their parent", kill_rounds.extract(2)
    ),
    "extract-parent": Kind(
        20, "SIGKILL of the parent of two workers alone", kill_rounds.extract(2, is_whole_group=False)
    ),
    "publish": Kind(110, "SIGKILL during publication", kill_rounds.publish, is_whole=True),
    "build": Kind(
        14,
        "SIGKILL of a whole `potline build`, dbt included",
        kill_rounds.build(is_whole_group=True),
        is_whole=True,
    ),
    "build-parent": Kind(
        10,
        "SIGKILL of a `potline build` alone: its dbt is an orphan",
        kill_rounds.build(is_whole_group=False),
        is_whole=True,
    ),
}
FAULTS = {
    "lost": "lost",
    "doubled": "doubled",
    "differing": "differing",
    "unaccounted": "unaccounted",
    "broken": "broken",
    "orphans": "with orphans",
    "failed": "failed",
}


class Grounds:
    """What all rounds begin from, made when the first of them needs it: one without dbt, and one of whole builds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[bool, Ground] = {}

    def get(self, *, is_whole: bool) -> Ground:
        """The ground, made now if it has not been."""
        if is_whole not in self._made:
            folder = self._folder / ("ground" if is_whole else "ground-without-dbt")
            self._made[is_whole] = Ground(folder, ARTICLES, is_whole=is_whole)
        return self._made[is_whole]


def measure(work: Path, scale: float) -> Section:
    """Make the rounds that are still to be made; the counts of those that are made stay in `work`."""
    grounds = Grounds(work.parent)
    wanted = {name: max(round(kind.rounds * scale), 1) for name, kind in KINDS.items()}
    tallies = {name: Tally(work / f"{name}.json") for name in KINDS}
    while is_time_left() and (name := choose_next(tallies, wanted)):
        make_round(tallies[name], name, grounds)
    made_in_all = sum(tally["rounds"] for tally in tallies.values())
    goal = round(ROUNDS * scale)
    rows = [write_row(kind, tallies[name], wanted[name]) for name, kind in KINDS.items()]
    rows.append(
        Row(
            "All of these",
            f"{made_in_all:,} rounds",
            f"at least {goal:,} rounds",
            "each of them a process that was killed at work",
            made_in_all >= goal,
        )
    )
    return Section(
        "Killed at any moment",
        "A process is killed at a moment that is drawn anew each round from the time that it takes undisturbed. The next run "
        "then goes on, with no repair in between, and what it leaves is compared with what a run leaves that nobody has "
        "disturbed: all rows of all tables in sorted export, byte for byte, moments in time aside. A round is over "
        f"{ARTICLES} articles in batches of some kilobytes, on top of an earlier build, with files that have come, changed, "
        "moved and gone since; kills of stages leave Dagster and dbt out, those of whole builds do not. Counted are articles "
        "lost and doubled, and rounds in which a table differed, `seen = loaded + duplicate + rejected` did not hold, the "
        "published release was not whole, old or new (broken), something was left over (files, folders, processes, locks), or "
        "the next run failed.",
        tuple(rows),
    )


def choose_next(tallies: Mapping[str, Tally], wanted: Mapping[str, int]) -> str | None:
    """Return the kind that is farthest behind, so that rounds that are cut short are of all kinds; None if all are made."""
    behind = {
        name: (tally["rounds"] + 1) / wanted[name]
        for name, tally in tallies.items()
        if tally["rounds"] < wanted[name]
    }
    return min(behind, key=lambda name: behind[name]) if behind else None


def make_round(tally: Tally, name: str, grounds: Grounds) -> None:
    """Make one more round of a kind, and count what was wrong."""
    for number in tally.rounds(tally["rounds"] + 1):
        ground = grounds.get(is_whole=KINDS[name].is_whole)
        found = KINDS[name].make(ground, Random(f"{SEED}/{name}/{number}"))
        for fault, value in asdict(found).items():
            if value:
                tally.note(f"round {number}: {fault}: {value}")
                tally.add(**{fault: value if isinstance(value, int) else 1})


def write_row(kind: Kind, tally: Tally, wanted: int) -> Row:
    """What came of the rounds of a kind."""
    return Row(
        kind.what,
        f"{write_rounds(tally['rounds'], wanted)}, seed {SEED}",
        "0 of each",
        ", ".join(f"{tally[fault]:,} {words}" for fault, words in FAULTS.items())
        if tally["rounds"]
        else "not measured",
        tally["rounds"] > 0 and not any(tally[fault] for fault in FAULTS),
    )
