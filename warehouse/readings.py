"""The ledger of the landing folders: which text was read where, what was rejected, what is gone.

A reading is one walk over one landing folder: `begin_reading`, `record_batch` for each batch,
`finish_reading`. Each batch is one transaction, text and ledger together: a run that is killed leaves whole
batches, and the next one goes on from there. Reading the same folder again changes no row. Places belong to
their landing folder: reading one supersedes nothing and misses nothing in another.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from warehouse import reading_sql as sql
from warehouse.store import registered, transaction

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class Reading:
    """A reading in progress.

    Attributes:
        run_id: names the reading in `raw.ingest_runs`.
        input_folder: the landing folder by its name.
        started_at: when it began (UTC, without time zone); every row it writes bears this time.
        reader: what the files are read with: its code and settings, in any words.
        new_article_count: texts loaded for the first time, so far.
        changed_count: inputs whose rows were new or had to be changed, so far.
        gone_count: rows of places found superseded or no longer loadable, so far.
    """

    run_id: str
    input_folder: str
    started_at: datetime
    reader: str = ""
    new_article_count: int = 0
    changed_count: int = 0
    gone_count: int = 0


@dataclass(frozen=True)
class ReadingResult:
    """What a finished reading found; `seen_count = loaded_count + duplicate_count + rejected_count`.

    Attributes:
        run_id: the reading; it is a row of `raw.ingest_runs` only if something changed.
        input_folder: the landing folder by its name.
        seen_count: inputs in the folder.
        loaded_count: inputs whose text is in the warehouse, the first place of each text.
        duplicate_count: inputs whose text is in this folder under an earlier path too.
        rejected_count: inputs that were not loaded.
        new_article_count: texts loaded for the first time.
        unchanged_count: inputs that the warehouse already had exactly so.
        missing_count: places newly found gone.
        has_changed: whether any row of the warehouse changed.
    """

    run_id: str
    input_folder: str
    seen_count: int
    loaded_count: int
    duplicate_count: int
    rejected_count: int
    new_article_count: int
    unchanged_count: int
    missing_count: int
    has_changed: bool


def begin_reading(
    con: duckdb.DuckDBPyConnection, folder: str, *, started_at: datetime | None = None, reader: str = ""
) -> Reading:
    """Begin to read a landing folder.

    Args:
        con: the working file, as `open_store` gives it.
        folder: the landing folder by its name: an absolute path with forward slashes, or a URL.
        started_at: when the reading begins; now, unless a time is given.
        reader: what the files are read with; files that were read with anything else are not known.

    Returns:
        The reading, for `record_batch` and `finish_reading`. One at a time on a connection.
    """
    at = _as_utc(started_at)
    con.execute(sql.CREATE_SEEN_PLACES)
    con.execute(sql.CREATE_SEEN_FILES)
    return Reading(f"{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}", folder, at, reader)


def list_known_files(con: duckdb.DuckDBPyConnection, reading: Reading) -> dict[str, str]:
    """Return the stamps of the folder's files, by their paths, that the same reader has read to their end."""
    parameters = {"folder": reading.input_folder, "reader": reading.reader}
    return dict(con.execute(sql.KNOWN_FILES, parameters).fetchall())


def record_batch(
    con: duckdb.DuckDBPyConnection,
    reading: Reading,
    articles: pa.Table,
    rejected: pa.Table,
    files: pa.Table | None = None,
) -> None:
    """Record one batch of a reading in one transaction: its texts, their places, its rejected inputs.

    Args:
        con: the working file.
        reading: the reading that the batch belongs to.
        articles: one row an input that was read, with columns source_path, article_id, content_sha256, text,
            char_count, encoding, byte_count, url, given_title, given_published_on, extracted_with.
        rejected: one row an input that was not, with columns source_path, reason, detail, byte_count.
        files: one row a file that ends in the batch, with columns file_path, stamp, is_known; what lies in a file that
            is known is seen, and not in the other tables. None if nobody keeps account of them.

    Raises:
        duckdb.Error: the batch could not be written; none of it is.
    """
    parameters = {"folder": reading.input_folder, "at": reading.started_at}
    tables = {"batch_articles": articles, "batch_rejected": rejected}
    if files is not None:
        tables["batch_files"] = files
    with registered(con, **tables), transaction(con):
        new_articles = _count(con, sql.INSERT_ARTICLES, {"at": reading.started_at})
        # A place whose text changed is one changed input: it is counted where its new row is made.
        gone = _count(con, sql.SUPERSEDE_PLACES, parameters)
        changed = _count(con, sql.RESTORE_PLACES, {"folder": reading.input_folder})
        changed += _count(con, sql.INSERT_PLACES, parameters)
        gone += _count(con, sql.DELETE_LOADED_REJECTIONS, {"folder": reading.input_folder})
        changed += _count(con, sql.UPDATE_REJECTIONS, parameters)
        changed += _count(con, sql.INSERT_REJECTIONS, parameters)
        gone += _count(con, sql.MARK_REJECTED_PLACES, parameters)
        con.execute(sql.NOTE_SEEN_PLACES)
        if files is not None:
            con.execute(sql.NOTE_SEEN_FILES)
            con.execute(sql.FORGET_READ_FILES, {"folder": reading.input_folder})
            con.execute(sql.REMEMBER_READ_FILES, {"folder": reading.input_folder, "reader": reading.reader})
    reading.new_article_count += new_articles
    reading.changed_count += changed
    reading.gone_count += gone


def finish_reading(
    con: duckdb.DuckDBPyConnection, reading: Reading, *, finished_at: datetime | None = None
) -> ReadingResult:
    """Finish a reading: mark the places that were not seen, and write the run down if anything changed.

    A run is also written down when the folder's last one tells other counts, so that the next reading tells
    what one that was killed before its end could not.

    Args:
        con: the working file.
        reading: the reading; all its batches are recorded.
        finished_at: when it ends; now, unless a time is given.

    Returns:
        What it found.
    """
    parameters = {"folder": reading.input_folder, "at": reading.started_at}
    folder: dict[str, object] = {"folder": reading.input_folder}
    with transaction(con):
        con.execute(sql.NOTE_KNOWN_PLACES, folder)
        con.execute(sql.FORGET_MISSING_FILES, folder)
        missing = _count(con, sql.MARK_MISSING_PLACES, parameters)
        missing_rejections = _count(con, sql.MARK_MISSING_REJECTIONS, parameters)
        seen, loaded, duplicates, rejected = _fetch_row(con, sql.COUNT_SEEN_PLACES)
        has_changed = bool(reading.changed_count + reading.gone_count + missing + missing_rejections)
        last = _fetch_row(con, sql.LAST_RUN, folder)
        if has_changed or last != (seen, loaded, duplicates, rejected):
            has_changed = True
            row = (
                *(reading.run_id, reading.input_folder, reading.started_at, _as_utc(finished_at)),
                *(seen, loaded, duplicates, rejected, reading.new_article_count, missing),
            )
            con.execute(sql.INSERT_RUN, row)
        con.execute("drop table seen_places")
        con.execute("drop table seen_files")
    return ReadingResult(
        run_id=reading.run_id,
        input_folder=reading.input_folder,
        seen_count=seen,
        loaded_count=loaded,
        duplicate_count=duplicates,
        rejected_count=rejected,
        new_article_count=reading.new_article_count,
        unchanged_count=seen - reading.changed_count,
        missing_count=missing,
        has_changed=has_changed,
    )


def _as_utc(moment: datetime | None) -> datetime:
    """Give a time as the tables hold it: UTC, without time zone."""
    if moment is None:
        moment = datetime.now(UTC)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _count(con: duckdb.DuckDBPyConnection, statement: str, parameters: dict[str, object]) -> int:
    (count,) = _fetch_row(con, statement, parameters)
    return count


def _fetch_row(
    con: duckdb.DuckDBPyConnection, statement: str, parameters: dict[str, object] | None = None
) -> tuple[int, ...]:
    return tuple(con.execute(statement, parameters).fetchall()[0])
