"""Counts of rounds that are kept between calls, so that a long measurement can be made in several."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from orchestration.code_version import hash_sources
from orchestration.settings import PROJECT_FOLDER

_stop_at: float | None = None


def stop_after(minutes: float) -> None:
    """Have all tallies of this process give out no more rounds when that time has passed."""
    global _stop_at
    _stop_at = time.monotonic() + minutes * 60


def is_time_left() -> bool:
    """Whether there is time for one more round."""
    return _stop_at is None or time.monotonic() < _stop_at


class Tally:
    """What was counted over all rounds of one kind: numbers by name, of one version of the code.

    Rounds of another version count for nothing: with a file of these it starts from nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._version = hash_sources(PROJECT_FOLDER)
        self.counts: dict[str, int] = {}
        self.notes: list[str] = []
        if path.is_file():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["version"] == self._version:
                self.counts, self.notes = kept["counts"], kept["notes"]

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    def rounds(self, wanted: int) -> Iterator[int]:
        """Yield the numbers of the rounds that are still to be made, as long as there is time; each is kept when made."""
        while self["rounds"] < wanted and is_time_left():
            yield self["rounds"]
            self.add(rounds=1)
            self.keep()

    def add(self, **counts: int) -> None:
        """Add to the counts."""
        for name, count in counts.items():
            self.counts[name] = self[name] + count

    def note(self, *notes: str) -> None:
        """Write down what went wrong, for whoever looks for the cause."""
        self.notes.extend(notes)

    def keep(self) -> None:
        """Write the counts to the file."""
        kept = {"version": self._version, "counts": self.counts, "notes": self.notes}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def write_rounds(made: int, wanted: int, unit: str = "rounds") -> str:
    """How many of something, and of how many where that is fewer than wanted."""
    return f"{made:,} {unit}" if made >= wanted else f"{made:,} of {wanted:,} {unit}"
