"""Mutated texts through extraction, and through the whole line: no exception, evidence word for word, the same twice."""

import json
import multiprocessing
import time
import traceback
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ingest.extract import extract
from ingest.extraction import Article, Extraction, tabulate
from ingest.lexicon import Lexicon, load_lexicon
from tests.conftest import PROJECT
from tests.integration.commands import call_potline
from tests.torture.guided import fuzz_guided, has_atheris
from tests.torture.mutations import make_text
from tests.torture.result import Row, Section
from tests.torture.tally import Tally, write_rounds

THROUGH_EXTRACT = 1_000_000
THROUGH_THE_LINE = 10_000
GUIDED = 20_000
PROCESSES = 2
# After each the count is kept, so that a million can be read in several calls.
TEXTS_IN_A_ROUND = 20_000
PORTION = 1_000
"""Texts that a process takes at a time."""
MOST_TOLD = 20
"""Faults that are told; of one kind there may be thousands."""

_SPANNED = (
    *("zones", "mentions", "organisations", "meetings", "participations", "statements"),
    *("statement_speakers", "demands", "commitments", "issues"),
)
# Which column of a table is to be the text between its offsets.
_EVIDENCE = {
    "mentions": "mention_text",
    "statements": "statement_text",
    "demands": "demand_text",
    "commitments": "commitment_text",
    "issues": "cue_text",
}


def measure(work: Path, scale: float) -> Section:
    """Read a million mutated texts, and ten thousand through reading, extraction and dbt, at scale 1."""
    count = max(100, int(THROUGH_EXTRACT * scale))
    tally = Tally(work / "extract.json")
    rounds = -(-count // TEXTS_IN_A_ROUND)
    for number in tally.rounds(rounds):
        first = number * TEXTS_IN_A_ROUND
        began = time.monotonic()
        found = fuzz(min(TEXTS_IN_A_ROUND, count - first), first=first)
        tally.note(*found)
        tally.add(seconds=round(time.monotonic() - began), faults=len(found))
    made, faults = min(tally["rounds"] * TEXTS_IN_A_ROUND, count), tally.notes
    line_count = max(100, int(THROUGH_THE_LINE * scale))
    complaint = fuzz_line(work, line_count)
    guided = max(100, int(GUIDED * scale))
    fault = (
        fuzz_guided(guided, work / "corpus") if has_atheris() else "atheris is not installed (group torture)"
    )
    return Section(
        "Mutated texts",
        "Samples and generated articles, cut, spliced, shuffled and damaged byte by byte and word by word. Every offset lies "
        "in its text, every piece of evidence stands there word for word, every reference leads somewhere, and the second "
        "reading gives what the first one gave.",
        (
            Row(
                "Mutated texts through extraction",
                f"{write_rounds(made, count, 'texts')} of 60 to 1,500 characters, each read twice, "
                f"in {tally['seconds'] / 60:.0f} minutes",
                "0 faults",
                f"{len(faults):,} faults" + "".join(f"; {fault}" for fault in faults[:5]),
                not faults and made >= count,
            ),
            Row(
                "Mutated texts through the whole line",
                f"{line_count:,} rows of one file, built and published",
                "a release, and every row accounted for",
                complaint or "a release, and every row accounted for",
                not complaint,
            ),
            Row(
                "Texts that atheris makes, after the branches they reach",
                f"{guided:,} texts through extraction, each read twice",
                "0 faults",
                fault or "0 faults",
                not fault,
            ),
        ),
    )  # fmt: skip


def fuzz(count: int, *, first: int = 0, seed: int = 0) -> list[str]:
    """Read so many mutated texts in two processes, and return what went wrong, at most `MOST_TOLD` of it."""
    faults: list[str] = []
    portions = [range(at, min(at + PORTION, first + count)) for at in range(first, first + count, PORTION)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES, _begin) as pool:
        for found in pool.imap_unordered(partial(_fuzz_portion, seed=seed), portions):
            faults += found
            if len(faults) >= MOST_TOLD:
                break
    return faults[:MOST_TOLD]


_lexicon: Lexicon | None = None


def _begin() -> None:
    global _lexicon
    _lexicon = load_lexicon(PROJECT / "dbt_project" / "seeds")


def _fuzz_portion(numbers: range, seed: int) -> list[str]:
    assert _lexicon is not None, "the process was not begun"
    return list(find_faults(numbers, _lexicon, seed))


def find_faults(numbers: Iterable[int], lexicon: Lexicon, seed: int = 0) -> Iterator[str]:
    """What goes wrong with the texts of some numbers."""
    extractions: dict[int, Extraction] = {}
    for number in numbers:
        read = _read_twice(make_text(number, seed), lexicon)
        if isinstance(read, str):
            yield f"text {number} of seed {seed}: {read}"
        else:
            extractions[number] = read
    # All in one go: a table costs as much for one text as for many.
    if _fault_of_tables(extractions.values()):
        for number, extraction in extractions.items():
            if fault := _fault_of_tables([extraction]):
                yield f"text {number} of seed {seed}: {fault}"


def find_fault(text: str, lexicon: Lexicon) -> str | None:
    """What is wrong with the extraction of a text; None where nothing is."""
    read = _read_twice(text, lexicon)
    return read if isinstance(read, str) else _fault_of_tables([read])


def _read_twice(text: str, lexicon: Lexicon) -> Extraction | str:
    """The extraction of a text, or what is wrong with it."""
    article = Article("a", text)
    try:
        found = extract(article, lexicon)
        again = extract(article, lexicon)
    except Exception as error:
        return _tell(error)
    if found != again:
        return "another result the second time"
    return next(iter([*_check_spans(text, found), *_check_references(found)]), found)


def _fault_of_tables(extractions: Iterable[Extraction]) -> str | None:
    """What is wrong with the tables of some extractions; None where nothing is."""
    try:
        tabulate(extractions, "fuzz")
    except Exception as error:
        return _tell(error)
    return None


def _tell(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(where.filename).name}, line {where.lineno}: {error}"


def _check_spans(text: str, found: Extraction) -> Iterator[str]:
    for table in _SPANNED:
        for row in getattr(found, table):
            if not 0 <= row.start_char < row.end_char <= len(text):
                yield f"{table}: [{row.start_char}:{row.end_char}] in a text of {len(text)}"
            column = _EVIDENCE.get(table)
            if column and getattr(row, column) != text[row.start_char : row.end_char]:
                yield f"{table}: {getattr(row, column)!r} is not what stands at [{row.start_char}:{row.end_char}]"


def _check_references(found: Extraction) -> Iterator[str]:
    """What the tables of the warehouse ask of an article: keys that are there once, and lead to rows."""
    known = [organisation.organisation_name for organisation in found.organisations]
    if len(set(known)) < len(known):
        yield "organisations: one name twice"
    speakers = [(row.statement_ordinal, row.speaker_ordinal) for row in found.statement_speakers]
    if len(set(speakers)) < len(speakers):
        yield "statement_speakers: one place twice"
    for table in ("participations", "statement_speakers", "statements", "demands", "commitments"):
        for row in getattr(found, table):
            values: dict[str, Any] = row._asdict()
            for column, value in values.items():
                if value is None:
                    continue
                if column.endswith("organisation_name") and value not in known:
                    yield f"{table}.{column}: there is no organisation {value!r}"
                if column == "meeting_ordinal" and not 0 <= value < len(found.meetings):
                    yield f"{table}: there is no meeting {value}"
                if column == "statement_ordinal" and not 0 <= value < len(found.statements):
                    yield f"{table}: there is no statement {value}"
                if isinstance(value, str) and not value:
                    yield f"{table}.{column}: empty"


def fuzz_line(work: Path, count: int, *, first: int = 0, seed: int = 1) -> str:
    """Build a warehouse of mutated texts, and return what went wrong; nothing if nothing did."""
    landing, data = work / "landing", work / "data"
    landing.mkdir(parents=True, exist_ok=True)
    with (landing / "mutated.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for number in range(first, first + count):
            text = make_text(number, seed)
            file.write(json.dumps({"text": text, "url": f"https://example.org/{number}"}) + "\n")
    called = call_potline("build", landing, "--data", data, seconds=3_600)
    if called.exit_code:
        return called.complaint.strip().splitlines()[-1]
    if "Traceback" in called.complaint or "\x1b" in called.complaint + called.output:
        return "a stack trace or an escape sequence on the terminal"
    query = (
        "select (select count(*) from marts.bridge_article_sources) as loaded, "
        "(select count(*) from marts.fct_rejected_inputs) as rejected, "
        "(select count(*) from marts.fct_rejected_inputs where reason in ('too_slow', 'extraction_failed')) as failed"
    )
    asked = call_potline("query", query, "--format", "json", "--data", data)
    if asked.exit_code:
        return asked.complaint.strip()
    (counts,) = json.loads(asked.output)
    if counts["loaded"] + counts["rejected"] != count or counts["failed"]:
        return f"of {count:,} rows {counts['loaded']:,} loaded, {counts['rejected']:,} rejected, {counts['failed']:,} failed"
    return ""
