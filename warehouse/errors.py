"""What can go wrong with a file of the warehouse, in sentences that a person can act on."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


class WarehouseError(Exception):
    """A file of the warehouse cannot be used; the message is one sentence."""


class WarehouseLockedError(WarehouseError):
    """Another process has the file open."""


class PublishError(WarehouseError):
    """A release cannot be made or found whole; the message is one sentence."""


class ServerUnavailableError(PublishError):
    """A server is not to be had just now; another try may do."""


class ServerLockedError(ServerUnavailableError):
    """Somebody else holds what is needed on a server."""


class NotPublishedError(WarehouseError):
    """Nothing has been published yet."""


class QueryError(WarehouseError):
    """A query on the published file failed; the message is one sentence."""


@contextmanager
def explain_errors_of_opening(path: Path) -> Iterator[None]:
    """Turn what DuckDB says when a file does not open into one clear sentence.

    Args:
        path: the file that is opened inside the `with` block.

    Raises:
        WarehouseLockedError: another process, or another connection of this one, holds the file.
        WarehouseError: the file cannot be opened for another reason.
    """
    try:
        yield
    except duckdb.Error as error:
        message = str(error)
        if "Could not set lock" in message or "Conflicting lock" in message:
            found = re.search(r"PID (\d+)", message)
            holder = f"process {found[1]}" if found else "another process"
            raise WarehouseLockedError(f"The warehouse {path} is in use by {holder}.") from error
        if "file handle conflict" in message or "different configuration" in message:
            raise WarehouseLockedError(
                f"The warehouse {path} is in use by another connection of this process."
            ) from error
        if "read a database file with version number" in message:
            raise WarehouseError(
                f"The warehouse {path} is in a format that DuckDB {duckdb.__version__} does not read: run `make setup` to "
                "bring back the DuckDB that wrote it, or build into another folder with --data."
            ) from error
        raise WarehouseError(f"The warehouse {path} cannot be opened: {first_line(error)}") from error
    except OSError as error:
        raise WarehouseError(f"The warehouse {path} cannot be opened: {error.strerror}.") from error


def first_line(error: BaseException) -> str:
    """Give the first line of an error's message: DuckDB adds hints and the query below it."""
    return str(error).strip().partition("\n")[0].strip()
