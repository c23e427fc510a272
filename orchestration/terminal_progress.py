"""The steps of a build as they look on a terminal; on anything else, one line a step."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from orchestration.progress import Step

LABELS: dict[Step, str] = {
    "read": "Read the landing folder",
    "extract": "Extract facts",
    "normalise": "Normalise",
    "check": "Check",
    "publish": "Publish",
    "serve": "Publish to PostgreSQL",
}


SILENCE_SECONDS = 30.0
"""How long a step that goes through articles may take without a word where there is no terminal to draw on."""
TALKATIVE_STEPS: tuple[Step, ...] = ("read", "extract")


class RateColumn(ProgressColumn):
    """How many things a second a step does, while it does them."""

    def render(self, task: Task) -> Text:
        """Return the rate."""
        return Text(f"{task.speed:,.0f}/s" if task.speed and not task.finished else "", style="dim")


class TerminalProgress:
    """Draws a bar a step. A context manager: the bars live inside the block."""

    def __init__(self, console: Console) -> None:
        """Draw on this console."""
        self._console = console
        self._is_live = console.is_terminal
        self._tasks: dict[Step, TaskID] = {}
        self._spoken_at: dict[Step, float] = {}
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            RateColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}", style="dim"),
            console=console,
            disable=not self._is_live,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def start(self, step: Step, total: int | None = None) -> None:
        """Show the step's bar; without a total it only pulses."""
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(f"{LABELS[step]:24}", total=total, note="")
            self._spoken_at[step] = time.monotonic()

    def advance(self, step: Step, count: int = 1) -> None:
        """Move the step's bar."""
        if step not in self._tasks:
            return
        self._bars.advance(self._tasks[step], count)
        is_silent = time.monotonic() - self._spoken_at[step] > SILENCE_SECONDS
        if is_silent and not self._is_live and step in TALKATIVE_STEPS:
            self._spoken_at[step] = time.monotonic()
            self._console.print(Text(self._tell_where(step)), soft_wrap=True)

    def _tell_where(self, step: Step) -> str:
        task = self._bars.tasks[self._tasks[step]]
        told = f"{LABELS[step]}: {task.completed:,.0f}"
        if task.total is not None:
            told += f" of {task.total:,.0f}"
        if task.elapsed:
            rate = task.completed / task.elapsed
            told += f", {rate:,.0f} a second"
            if task.total is not None and rate:
                told += f", {(task.total - task.completed) / rate / 60:,.0f} min left"
        return told

    def finish(self, step: Step, note: str = "") -> None:
        """Fill the step's bar, or print the step's one line where there is no terminal."""
        if step not in self._tasks:
            return
        task_id = self._tasks[step]
        done = self._bars.tasks[task_id].completed
        self._bars.update(task_id, total=done or 1, completed=done or 1, note=note)
        if not self._is_live:
            self._console.print(Text(f"{LABELS[step]}: {note}" if note else LABELS[step]), soft_wrap=True)
