"""How a build tells whoever watches how far it is. What it looks like on a terminal is in `terminal_progress`."""

from typing import Literal, Protocol

Step = Literal["read", "extract", "normalise", "check", "publish", "serve"]


class Progress(Protocol):
    """Hears of the steps of a build; steps may overlap."""

    def start(self, step: Step, total: int | None = None) -> None:
        """A step begins, with so many things to do where that is known."""

    def advance(self, step: Step, count: int = 1) -> None:
        """So many more things of a step are done."""

    def finish(self, step: Step, note: str = "") -> None:
        """A step is done; the note says what came of it."""


class SilentProgress:
    """Hears and says nothing: Dagster's own event log tells the story."""

    def start(self, step: Step, total: int | None = None) -> None:
        """Ignore."""

    def advance(self, step: Step, count: int = 1) -> None:
        """Ignore."""

    def finish(self, step: Step, note: str = "") -> None:
        """Ignore."""
