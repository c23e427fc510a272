"""What changed since the release before: `changes.json`, a document of every release."""

import json
import tempfile
from typing import Any

import duckdb

from warehouse.comparison import RESOLUTION, Sides, compare_articles, compare_table
from warehouse.errors import WarehouseError, explain_errors_of_opening, first_line
from warehouse.releases import CURRENT_LINK, Draft, Release
from warehouse.store import open_attached, quote_name, quote_text
from warehouse.tables import describe_tables

CHANGES_FILE = "changes.json"
EXAMPLES = 100
SCHEMA = "marts"
CORRECTIONS = "fct_corrections"

_BEFORE = "release_before"
_AFTER = "release_after"
# It names the release and tells nothing of what is in it.
_LEFT_OUT = "dim_release"
_DAMAGED = (
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.FatalException,
    duckdb.InternalException,
    WarehouseError,
)


def write_changes(draft: Draft) -> None:
    """Write into a draft how its tables differ from those of the release before, and why.

    The file holds one JSON object:

        from_release     the release before; null for the first, and where that one is damaged (`note` says so)
        to_release       this release
        note             what a reader must know of the comparison; null for nothing
        examples_limit   how many keys are listed of a kind and table
        tables           by name, dim_release left out: `state` (kept, new, gone), `key`, the number of rows `added`,
                         `changed` and `removed`, `examples` (by kind, the values of the key as text), `reasons` (by
                         kind, rows by reason), `columns` (added, removed, retyped)
        reasons          `new_articles`, `changed_articles`, `removed_articles`: how many; `extractor_version` and
                         `code_version`: from and to, null where they are the same; `corrections`: how many lines of the
                         corrections file are new, changed and gone, null for none

    A row that differs because an article of its own is new, changed or gone has that as its reason; else a new
    version of the extractor or of the code, or corrections, whichever there is first. Without any of them it is
    `resolution`: what other articles say decides who is who and which meeting is which.

    Raises:
        WarehouseError: the draft cannot be read.
    """
    note = None
    before = draft.before
    if before is None and (draft.folder.parents[1] / CURRENT_LINK).is_symlink():
        note = "The release before is damaged and was not compared."
    try:
        changes = _compare(draft, before)
    except _DAMAGED as error:
        if before is None:
            raise
        note = (
            f"The release before, {before.release_id}, is damaged and was not compared: {first_line(error)}"
        )
        note = note.replace(str(before.folder), before.release_id)
        changes = _compare(draft, None)
    changes["note"] = note
    text = json.dumps(changes, indent=1, ensure_ascii=False) + "\n"
    (draft.folder / CHANGES_FILE).write_text(text, encoding="utf-8")


def _compare(draft: Draft, before: Release | None) -> dict[str, Any]:
    # Beside the draft, where what a killed run leaves is swept.
    with (
        tempfile.TemporaryDirectory(prefix=".building-", dir=draft.folder.parent) as spill,
        open_attached(draft.database, _AFTER) as con,
    ):
        con.execute(f"set temp_directory = {quote_text(spill)}")
        con.execute("set TimeZone = 'UTC'")
        if before is not None:
            with explain_errors_of_opening(before.database):
                con.execute(f"attach {quote_text(str(before.database))} as {_BEFORE} (read_only)")
        after_tables = {table.name: table for table in describe_tables(con, _AFTER, SCHEMA)}
        before_tables = {table.name: table for table in describe_tables(con, _BEFORE, SCHEMA)}
        sides = Sides(SCHEMA, _BEFORE, _AFTER, before_tables, after_tables)
        articles = compare_articles(con, sides)
        if before is None and "dim_articles" in after_tables:
            articles["new_articles"] = _count_rows(con, "dim_articles")
        versions = {
            name: _compare_version(con, sides, name) for name in ("extractor_version", "code_version")
        }
        corrections = _compare_corrections(con, sides)
        reasons = {**versions, "corrections": corrections}
        other_reason = next((reason for reason, told in reasons.items() if told), RESOLUTION)
        tables = {}
        for name in sorted({*before_tables, *after_tables} - {_LEFT_OUT}):
            change = compare_table(con, sides, name, other_reason, EXAMPLES)
            tables[name] = {
                "state": change.state,
                "key": list(change.key),
                **change.counts,
                "examples": change.examples,
                "reasons": change.reasons,
                "columns": change.columns,
            }
    return {
        "from_release": before.release_id if before else None,
        "to_release": draft.release_id,
        "note": None,
        "examples_limit": EXAMPLES,
        "tables": tables,
        "reasons": {**articles, **reasons},
    }


def _compare_version(con: duckdb.DuckDBPyConnection, sides: Sides, name: str) -> dict[str, Any] | None:
    """What made the two releases, where that is not the same."""
    if not sides.tables_before:
        return None
    values = []
    for database, tables in ((_BEFORE, sides.tables_before), (_AFTER, sides.tables_after)):
        table = tables.get(_LEFT_OUT)
        has_it = table is not None and name in {column.name for column in table.columns}
        query = f"select {quote_name(name)} from {database}.{SCHEMA}.{_LEFT_OUT}"
        values.append(con.execute(query).fetchall()[0][0] if has_it else None)
    return {"from": values[0], "to": values[1]} if values[0] != values[1] else None


def _compare_corrections(con: duckdb.DuckDBPyConnection, sides: Sides) -> dict[str, int] | None:
    """How many lines of corrections came, changed and went; whether they could be applied is left out."""
    lines = []
    for database, tables in ((_BEFORE, sides.tables_before), (_AFTER, sides.tables_after)):
        query = f"select correction_id, correction_reason from {database}.{SCHEMA}.{CORRECTIONS}"
        lines.append(dict(con.execute(query).fetchall()) if CORRECTIONS in tables else {})
    before, after = lines
    counts = {
        "added": len(after.keys() - before.keys()),
        "changed": sum(before[key] != after[key] for key in after.keys() & before.keys()),
        "removed": len(before.keys() - after.keys()),
    }
    return counts if any(counts.values()) else None


def _count_rows(con: duckdb.DuckDBPyConnection, name: str) -> int:
    query = f"select count(*) from {_AFTER}.{SCHEMA}.{quote_name(name)}"
    return int(con.execute(query).fetchall()[0][0])
