"""Opening files of DuckDB: the working file for its one writer, any file for reading.

What is written to the working file is in `readings` (the landing folder) and `extractions` (the facts).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import WarehouseError, explain_errors_of_opening
from warehouse.memory import memory_config

if TYPE_CHECKING:
    import pyarrow as pa

# Beside a file, what does not fit into memory: DuckDB's own name for it, and ours for readers.
_WRITING_SPILL = ".tmp"
_READING_SPILL = ".reading.tmp"
_LOG = ".wal"
DUCKDB_1 = duckdb.__version__.startswith("1.")


@contextmanager
def open_store(path: Path | str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the working file as its one writer, and close it whatever happens.

    The folder, the file and the schemas of `schema.sql` are created where they are missing.

    Args:
        path: the working file.

    Yields:
        The connection. Timestamps are stored in UTC.

    Raises:
        WarehouseLockedError: somebody else has it open; the message names the process where it is known.
        WarehouseError: it is no file of DuckDB, or cannot be opened.
    """
    path = Path(path)
    with explain_errors_of_opening(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if DUCKDB_1 and path.with_name(f"{path.name}{_LOG}").exists():
            _replay_log(path)
        con = duckdb.connect(str(path), config=memory_config())
    with closing(con):
        _sweep_spill(path)
        con.execute("set TimeZone = 'UTC'")
        with transaction(con):
            con.execute(Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"))
        yield con


@contextmanager
def open_attached(path: Path | str, alias: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Attach a file for reading to a connection of its own, and close it whatever happens.

    Args:
        path: the file.
        alias: what it is called in queries.

    Yields:
        A connection to an empty database in memory, the file attached to it.

    Raises:
        WarehouseLockedError: somebody has it open for writing.
        WarehouseError: there is no such file, it is no file of DuckDB, or it cannot be opened.
    """
    path = Path(path)
    if not path.is_file():
        raise WarehouseError(f"There is no warehouse {path}.")
    # A database in memory would have its folder wherever the process was started.
    with closing(
        duckdb.connect(config=memory_config(spill=path.with_name(f"{path.name}{_READING_SPILL}")))
    ) as con:
        with explain_errors_of_opening(path):
            con.execute(f"attach {quote_text(str(path))} as {quote_name(alias)} (read_only)")
        yield con


def _replay_log(path: Path) -> None:
    """Bring into a file what a process that was killed has logged.

    DuckDB 1.x cannot while it opens the file as its own database ("no default database set"), where a table with a check
    is in the log; it can for a file that is attached.
    """
    with closing(
        duckdb.connect(config=memory_config(spill=path.with_name(f"{path.name}{_WRITING_SPILL}")))
    ) as con:
        con.execute(f"attach {quote_text(str(path))} as logged")
        con.execute("checkpoint logged")


def _sweep_spill(path: Path) -> None:
    """Remove what did not fit into the memory of a process that was killed; nobody else has the file open now."""
    for suffix in (_WRITING_SPILL, _READING_SPILL):
        shutil.rmtree(path.with_name(f"{path.name}{suffix}"), ignore_errors=True)


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what the `with` block does if it ends well; undo all of it if it does not."""
    con.begin()
    try:
        yield
    except BaseException:
        # A connection that DuckDB has given up (disk full) cannot roll back: the first error is to be told.
        try:
            con.rollback()
        except duckdb.Error:
            con.close()
        raise
    con.commit()


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, **tables: pa.Table) -> Iterator[None]:
    """Give Arrow tables names for SQL in the `with` block; it goes around a transaction, never inside one."""
    for name, table in tables.items():
        con.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            con.unregister(name)


def quote_name(name: str) -> str:
    """Quote a name (of a table, a column, a database) for SQL."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def quote_text(text: str) -> str:
    """Quote a text for SQL, where a parameter is not possible."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
