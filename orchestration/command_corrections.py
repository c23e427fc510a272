"""`potline corrections`: the corrections file, its template, and what became of each of its lines."""

from dataclasses import dataclass

import duckdb
from rich.console import Console

from orchestration.published import open_published
from orchestration.settings import Settings
from orchestration.summary import Listing, render_listing
from orchestration.terminal import CommandError, clean_text, output_console
from warehouse.corrections_file import Correction, CorrectionsError, read_corrections

# As examples: what no article has.
_PERSON, _OTHER_PERSON, _MEETING, _OTHER_MEETING, _FACT, _ARTICLE = (f"{digit:0>32}" for digit in "12345a")
TEMPLATE = f"""\
action,subject,object,articles,reason,author,date
# One line a correction; docs/corrections.md explains them. A line that begins with # says nothing.
# Keys are those of the published tables. A value that holds a comma stands in quotes.
# Two people are one: the first is the second.
# person_merge,{_PERSON},{_OTHER_PERSON},,Both names are spellings of one man.,Your Name,2026-03-05
# In these articles the person is somebody else.
# person_split,{_OTHER_PERSON},,{_ARTICLE},"A namesake: the mayor, not the chairman.",Your Name,2026-03-05
# A name is that of a firm of the register: its key, its name, or unregistered; of some articles or of all.
# firm_alias,Lanhai Aluminium,chinalco,,The article says whose branch it is.,Your Name,2026-03-05
# Two meetings are one: the first is the second.
# meeting_merge,{_MEETING},{_OTHER_MEETING},,One visit that two papers date differently.,Your Name,2026-03-05
# What these articles report is another meeting.
# meeting_split,{_OTHER_MEETING},,{_ARTICLE},The second visit of that week.,Your Name,2026-03-05
# A meeting, participation, statement, demand or commitment is wrong: it goes with all that hangs from it.
# fact_wrong,{_FACT},,,The sentence speaks of another firm.,Your Name,2026-03-05
"""

STATES = (
    "select correction_id, correction_action, correction_subject, is_applied, touched_count, not_applied_because "
    "from marts.fct_corrections"
)
LONGEST_LIST = 20


@dataclass(frozen=True)
class State:
    """What became of a correction: its line (None for one that is no longer in the file) and a few words."""

    line: int | None
    action: str
    subject: str
    is_applied: bool
    words: str


def write_template(settings: Settings) -> None:
    """Write a corrections file that holds examples alone.

    Raises:
        CommandError: there is a file already, or it cannot be written.
    """
    path = settings.corrections_path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise CommandError(f"There is {path} already; it was left as it is.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    _say(f"{path} holds an example of each correction.")


def check_file(settings: Settings) -> None:
    """Say whether the file can be used.

    Raises:
        CommandError: it cannot; the message names the line.
    """
    count = len(_read_file(settings))
    _say(f"{_count(count)} in {settings.corrections_path}, and nothing wrong with the file.")


def show_corrections(settings: Settings) -> None:
    """List all corrections with their states.

    Raises:
        CommandError: the file cannot be used.
    """
    states = _read_states(settings)
    if not states:
        _say(
            f"There are no corrections in {settings.corrections_path}; `potline corrections --template` writes examples."
        )
        return
    rows = [(state.line or "-", state.action, state.subject, state.words) for state in states]
    output_console().print(
        render_listing(Listing("Corrections", ("line", "action", "subject", "state"), rows))
    )


def summarise_corrections(settings: Settings) -> str | None:
    """Return how many corrections there are and how many could be applied; None where there is none."""
    try:
        states = _read_states(settings)
    except CommandError as error:
        return str(error)
    if not states:
        return None
    applied = sum(state.is_applied for state in states)
    return f"{_count(len(states))}, {applied:,} applied, {len(states) - applied:,} not"


def print_unapplied(console: Console, settings: Settings) -> None:
    """List the corrections that are not applied, if there are any, and why."""
    try:
        states = [state for state in _read_states(settings) if not state.is_applied]
    except CommandError:
        return
    if states:
        rows = [(state.line or "-", state.action, state.subject, state.words) for state in states]
        listing = Listing(
            "Corrections not applied",
            ("line", "action", "subject", "reason"),
            rows[:LONGEST_LIST],
            max(0, len(rows) - LONGEST_LIST),
        )
        console.print(render_listing(listing))


def _read_file(settings: Settings) -> list[Correction]:
    try:
        return read_corrections(settings.corrections_path)
    except CorrectionsError as error:
        raise CommandError(str(error)) from error


def _read_states(settings: Settings) -> list[State]:
    """Put together what the file says now and what the release was made with."""
    corrections = _read_file(settings)
    published = _read_published(settings)
    states = []
    for correction in corrections:
        _, _, is_applied, words = published.pop(correction.correction_id, ("", "", False, "not built yet"))
        states.append(State(correction.line, correction.action, correction.subject, is_applied, words))
    for action, subject, is_applied, _ in published.values():
        states.append(State(None, action, subject, is_applied, "withdrawn, gone with the next build"))
    return states


def _read_published(settings: Settings) -> dict[str, tuple[str, str, bool, str]]:
    """By correction what the current release says of it; nothing where there is none, or an older one."""
    if not settings.published_path.exists():
        return {}
    with open_published(settings) as connection:
        try:
            rows = connection.execute(STATES).fetchall()
        except duckdb.CatalogException:
            return {}
    return {
        correction_id: (action, subject, is_applied, f"applied to {touched:,}" if is_applied else str(why))
        for correction_id, action, subject, is_applied, touched, why in rows
    }


def _count(count: int) -> str:
    return "1 correction" if count == 1 else f"{count:,} corrections"


def _say(text: str) -> None:
    output_console().print(clean_text(text), markup=False, soft_wrap=True)
