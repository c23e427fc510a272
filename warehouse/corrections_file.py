"""The corrections file of a data folder: one line a correction, written by whoever found the row that is wrong.

Read as a whole and checked line by line; what the lines speak of is looked up when the tables are made.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from warehouse.errors import WarehouseError

CORRECTIONS_FILE = "corrections.csv"
COLUMNS = ("action", "subject", "object", "articles", "reason", "author", "date")
REQUIRED_COLUMNS = ("action", "subject", "object", "reason")
UNREGISTERED = "unregistered"
"""As the object of a firm alias: the name is that of a firm that the register does not have."""

_KEY = re.compile(r"[0-9a-f]{32}")


class CorrectionsError(WarehouseError):
    """The corrections file cannot be used; the message names the file and the line."""


class Action(StrEnum):
    """What a correction does."""

    PERSON_MERGE = "person_merge"
    PERSON_SPLIT = "person_split"
    FIRM_ALIAS = "firm_alias"
    MEETING_MERGE = "meeting_merge"
    MEETING_SPLIT = "meeting_split"
    FACT_WRONG = "fact_wrong"


MERGES = (Action.PERSON_MERGE, Action.MEETING_MERGE)
SPLITS = (Action.PERSON_SPLIT, Action.MEETING_SPLIT)


@dataclass(frozen=True)
class Correction:
    """One line of the file.

    Attributes:
        line: where it is, counted from 1.
        action: what it does.
        subject: key of a person, meeting or fact, or the name of a firm.
        object: key of the person or meeting that the subject is merged into, or the firm; None for other actions.
        articles: the articles that it is about, sorted; none for all.
        reason: why it is right.
        author: who says so; None where the line does not tell.
        date: when; None where the line does not tell.
        target: the key that the subject goes by then; None where it keeps its own.
    """

    line: int
    action: Action
    subject: str
    object: str | None
    articles: tuple[str, ...]
    reason: str
    author: str | None
    date: date | None
    target: str | None = None

    @property
    def correction_id(self) -> str:
        """The same for the same correction, whoever makes it and why."""
        return _hash(self.action, self.subject, self.object or "", " ".join(self.articles))


def read_corrections(path: Path) -> list[Correction]:
    """Read and check a corrections file.

    Args:
        path: the file: CSV in UTF-8 with a header. Lines that are empty or begin with # say nothing.

    Returns:
        The corrections in the order of the file, with the end of each chain of merges as target; none where there is no
        file.

    Raises:
        CorrectionsError: the file cannot be read, a line says nothing that can be done, or two contradict each other.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CorrectionsError(f"The corrections {path} cannot be read: {error.strerror}.") from error
    try:
        return _follow_merges(_check_together([*_read_lines(content)]))
    except _LineError as error:
        raise CorrectionsError(f"{path}, line {error.line}: {error.message}") from error


class _LineError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def _read_lines(content: bytes) -> Iterator[Correction]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _LineError(line, "this is not UTF-8; save the file as CSV in UTF-8.") from error
    if "\0" in text:
        raise _LineError(text.count("\n", 0, text.index("\0")) + 1, "there is a NUL character in it.")
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    header: list[str] | None = None
    begins = 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise _LineError(begins, f"this is no CSV: {error}.") from error
        line, begins = begins, rows.line_num + 1
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if header is None:
            header = _read_header(line, cells)
        else:
            yield _read_correction(line, header, cells)


def _read_header(line: int, cells: list[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    missing = [name for name in REQUIRED_COLUMNS if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown or len(set(names)) != len(names):
        hint = " It has to be separated by commas, not by semicolons." if ";" in "".join(cells) else ""
        raise _LineError(line, f"the first line has to be {','.join(COLUMNS)}.{hint}")
    return names


def _read_correction(line: int, header: list[str], cells: list[str]) -> Correction:
    if len(cells) > len(header):
        raise _LineError(
            line,
            f"there are {len(cells)} values for {len(header)} columns; put a value that holds a comma into quotes.",
        )
    values = dict(zip(header, cells, strict=False))
    action = _read_action(line, values.get("action", ""))
    subject = values.get("subject", "")
    articles = tuple(sorted(set(values.get("articles", "").split())))
    object_ = values.get("object") or None
    reason = values.get("reason", "")
    if not subject:
        raise _LineError(line, f"{action} needs a subject.")
    if not reason:
        raise _LineError(line, "there is no reason; say in a few words how you know.")
    if action is not Action.FIRM_ALIAS:
        _check_key(line, "subject", subject)
    for article in articles:
        _check_key(line, "article", article)
    if action in (*MERGES, Action.FIRM_ALIAS):
        if object_ is None:
            raise _LineError(line, f"{action} needs an object: what the subject is.")
    elif object_ is not None:
        raise _LineError(line, f"{action} takes no object.")
    if action in MERGES:
        _check_key(line, "object", object_ or "")
        if object_ == subject:
            raise _LineError(line, "subject and object are the same.")
    if action in SPLITS and not articles:
        raise _LineError(
            line, f"{action} needs the articles in which it is another, with spaces between them."
        )
    if articles and action not in (*SPLITS, Action.FIRM_ALIAS):
        raise _LineError(line, f"{action} takes no articles.")
    target = _hash(action, subject, *articles) if action in SPLITS else None
    return Correction(
        line,
        action,
        subject,
        object_,
        articles,
        reason,
        values.get("author") or None,
        _read_date(line, values.get("date", "")),
        target,
    )


def _read_action(line: int, text: str) -> Action:
    try:
        return Action(text.lower())
    except ValueError:
        raise _LineError(line, f"{text!r} is no action; there are {', '.join(Action)}.") from None


def _check_key(line: int, what: str, text: str) -> None:
    if not _KEY.fullmatch(text):
        raise _LineError(
            line, f"{text!r} is no key for the {what}: keys are 32 digits from 0 to 9 and a to f."
        )


def _read_date(line: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _LineError(line, f"{text!r} is no date; write it as 2026-03-05.") from None


def _check_together(corrections: list[Correction]) -> list[Correction]:
    """Find lines that say the same, or the contrary, of one thing."""
    seen: dict[tuple[str, ...], Correction] = {}
    for correction in corrections:
        for claim in _list_claims(correction):
            other = seen.setdefault(claim, correction)
            if other is correction:
                continue
            if other.correction_id == correction.correction_id:
                raise _LineError(
                    correction.line, f"this says the same as line {other.line}; take one of them out."
                )
            raise _LineError(
                correction.line,
                f"this contradicts line {other.line}, which says otherwise of {correction.subject!r}; keep one of them.",
            )
    return corrections


def _list_claims(correction: Correction) -> Iterator[tuple[str, ...]]:
    """What a line settles; no two lines may settle the same."""
    if correction.action in SPLITS:
        for article in correction.articles:
            yield ("split", correction.subject, article)
    elif correction.action is Action.FIRM_ALIAS:
        name = " ".join(correction.subject.casefold().split())
        for article in correction.articles or ("",):
            yield ("alias", name, article)
    else:
        # What is merged into another is that other, and cannot be wrong on its own.
        yield ("whole", correction.subject)


def _follow_merges(corrections: list[Correction]) -> list[Correction]:
    """Give each merge the end of its chain as target."""
    steps = {correction.subject: correction for correction in corrections if correction.action in MERGES}
    followed = []
    for correction in corrections:
        if correction.action not in MERGES:
            followed.append(correction)
            continue
        target = correction.object or ""
        passed = {correction.subject}
        while target in steps:
            if target in passed:
                raise _LineError(
                    correction.line,
                    f"merges lead in a circle, by line {steps[target].line}; take one of them out.",
                )
            passed.add(target)
            target = steps[target].object or ""
        followed.append(replace(correction, target=target))
    return followed


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
