"""A connection to PostgreSQL, and its errors as sentences."""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from warehouse.errors import PublishError, ServerLockedError, ServerUnavailableError
from warehouse.postgres.address import Address
from warehouse.store import quote_text

if TYPE_CHECKING:
    import pyarrow as pa

_DRIVERS = ("adbc_driver_manager", "adbc_driver_postgresql")
_LOCKED_STATES = frozenset({"55P03", "40P01"})
# Of what SQLSTATE calls connection, resources, intervention by an operator, and the system.
_PASSING_CLASSES = ("08", "53", "57P", "58")
_NOT_ALLOWED = "42501"
_SETTINGS = (
    "set application_name = 'potline publish'",
    "set search_path = pg_catalog",
    "set standard_conforming_strings = on",
    "set timezone = 'UTC'",
    "set default_transaction_isolation = 'read committed'",
    "set default_transaction_read_only = off",
    "set statement_timeout = 0",
    "set idle_in_transaction_session_timeout = 0",
)


class Server:
    """One connection, always in a transaction: what is not committed by a `transaction` is undone."""

    def __init__(self, connection: Any) -> None:
        """Take an open connection of ADBC."""
        self._connection = connection
        self._cursor = connection.cursor()
        self._scripts = connection.cursor()

    def run(self, *statements: str) -> None:
        """Run statements without results, several of them in one go.

        Raises:
            ServerLockedError: a lock was not to be had within `lock_timeout`.
            ServerUnavailableError: the server has gone, or has no room.
            PublishError: the server refused.
        """
        with _explained():
            if len(statements) == 1:
                # Can be stopped by a person while it runs.
                self._cursor.execute(statements[0])
                return
            # Not by executescript, which commits what came before.
            self._scripts.adbc_statement.set_sql_query(";\n".join(statements))
            self._scripts.adbc_statement.execute_update()

    def fetch(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query with $1, $2, ... in it; errors are those of `run`."""
        with _explained():
            self._cursor.execute(query, parameters=parameters or None)
            return list(self._cursor.fetchall())

    def copy(self, schema: str, table: str, batches: pa.RecordBatchReader) -> int:
        """Append batches to a table by binary COPY, one in memory at a time, and return the number of rows.

        Errors are those of `run`.
        """
        with _explained():
            return int(self._cursor.adbc_ingest(table, batches, mode="append", db_schema_name=schema))

    @contextmanager
    def transaction(self, *, lock_seconds: float = 0) -> Iterator[None]:
        """Commit what the block does if it ends well, undo all of it if not.

        Args:
            lock_seconds: how long a statement waits for a lock; 0 is for ever.
        """
        try:
            self.run(f"set local lock_timeout = {int(lock_seconds * 1000)}")
            yield
            with _explained():
                self._connection.commit()
        except BaseException:
            self._undo()
            raise

    def run_alone(self, statement: str) -> None:
        """Run what PostgreSQL takes in no transaction, such as vacuum; errors are those of `run`."""
        with _explained():
            self._connection.adbc_connection.set_autocommit(True)
            try:
                self._cursor.execute(statement)
            finally:
                self._connection.adbc_connection.set_autocommit(False)

    def take_lock(self, name: str) -> bool:
        """Take the advisory lock of a name until the connection ends; return whether it was free."""
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with self.transaction():
            return bool(self.fetch("select pg_try_advisory_lock($1)", number)[0][0])

    def _undo(self) -> None:
        # A connection that is gone cannot roll back: the first error is to be told.
        try:
            self._connection.rollback()
        except _errors():
            pass


@contextmanager
def open_server(address: Address) -> Iterator[Server]:
    """Connect, and disconnect whatever happens.

    Raises:
        ServerUnavailableError: it does not answer, or takes nobody in for now.
        PublishError: it does not let us in, or the drivers are not installed.
    """
    if not all(map(importlib.util.find_spec, _DRIVERS)):
        raise PublishError(
            "Publishing to PostgreSQL needs its drivers: `.venv/bin/uv sync --frozen --inexact --extra postgres` brings them."
        )
    from adbc_driver_postgresql import dbapi

    try:
        connection = dbapi.connect(address.url, autocommit=False)
    except dbapi.Error as error:
        # Not chained: only what is known to hold no part of the URL goes into logs.
        raise _explain_connecting(address, str(error)) from None
    with closing(connection):
        server = Server(connection)
        with server.transaction():
            server.run(*_SETTINGS)
        yield server


def quote_array(names: list[str]) -> str:
    """Quote texts as an array for SQL."""
    return f"array[{', '.join(map(quote_text, names))}]::text[]"


def _explain_connecting(address: Address, message: str) -> PublishError:
    told = re.search(r"connection to server .*? failed: (.*)", message)
    why = told[1].strip() if told else ""
    refusal = re.match(r"FATAL: +(.*)", why)
    if refusal is None or "starting up" in why or "shutting down" in why or "too many" in why:
        reason = (refusal[1] if refusal else why) or "it cannot be reached"
        return ServerUnavailableError(f"PostgreSQL ({address.label}) does not answer: {reason}.")
    return PublishError(f"PostgreSQL ({address.label}) lets nobody in so: {refusal[1]}.")


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except _errors() as error:
        # A message is followed by details with values, and by the whole query.
        told = re.search(r"(?:ERROR|FATAL|PANIC): +(.*)", str(error))
        state = getattr(error, "sqlstate", None) or ""
        if state in _LOCKED_STATES:
            raise ServerLockedError("Somebody holds a lock in PostgreSQL for too long.") from error
        if state.startswith(_PASSING_CLASSES) or told is None:
            raise ServerUnavailableError(
                f"PostgreSQL has broken off: {told[1] if told else 'the connection is gone'}."
            ) from error
        help_with = " (docs/postgres.md says what the role needs)" if state == _NOT_ALLOWED else ""
        raise PublishError(f"PostgreSQL refused: {told[1]}{help_with}.") from error


def _errors() -> type[Exception]:
    from adbc_driver_manager import Error

    return Error
