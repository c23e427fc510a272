"""Dagster's own records in SQLite, for a build on a terminal: the files that Dagster keeps, opened once and not for each event.

Dagster opens and closes a file for each of the more than thousand events of a build, and has the disk written
after each: that took longer than all of dbt over a small corpus.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool


class OpenEventLogStorage(SqliteEventLogStorage):
    """The event log with one connection a file, open until it is disposed of."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Open the folder of events, which is made if there is none."""
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        # The lock is what lets threads share a connection.
        with self._db_lock:
            engine = self._engines.get(shard)
            if engine is None:
                engine = self._open(shard)
            with engine.connect() as connection, connection.begin():
                yield connection

    def _open(self, shard: str) -> Engine:
        engine = create_engine(
            self.conn_string_for_shard(shard),
            poolclass=StaticPool,
            connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
        )
        event.listen(engine, "connect", _flush_less)
        self._initdb(engine)
        self._engines[shard] = engine
        return engine

    def dispose(self) -> None:
        """Close the files."""
        super().dispose()
        with self._db_lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()


def _flush_less(connection: Any, _: Any) -> None:
    # With a write-ahead log no fault of a process loses an event; one of the machine may lose the last, and harms no file.
    connection.execute("pragma synchronous = normal")


class OpenSqliteStorage(DagsterSqliteStorage):
    """Dagster's storage, with an event log that stays open."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Open the folder of Dagster's home."""
        super().__init__(base_dir, inst_data)
        self._event_log_storage = OpenEventLogStorage(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> "OpenSqliteStorage":
        """Make it of what the instance is configured with: `base_dir`."""
        return cls.from_local(inst_data=inst_data, **config_value)
