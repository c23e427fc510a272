"""What to give to each client so that it opens the current release: read-only, shut off, and locked where it can be.

The strings go through the link `current`, so that a client that connects again finds the release of that moment.
docs/connect.md holds the same strings; a test compares them.
"""

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# No other file, no network, and no setting that would change that.
_LOCKED = {"enable_external_access": "false", "lock_configuration": "true"}
_READ_ONLY_AND_LOCKED = {"access_mode": "read_only", **_LOCKED}


@dataclass(frozen=True)
class Connection:
    """What one client is given: the key in JSON, the name for people, and the text.

    The text is None where the client has no way to write this path, and `forbidden` then has what is in the way.
    """

    client: str
    title: str
    text: str | None
    forbidden: str = ""


def describe_connections(database: Path, parquet: Path) -> list[Connection]:
    """Return what each client is given, in the order in which they are printed.

    Args:
        database: the absolute path of the published DuckDB file.
        parquet: the absolute path of the folder of Parquet files.
    """
    return [
        Connection("cli", "DuckDB CLI", _write_cli(database)),
        Connection("python", "Python", _write_python(database)),
        Connection("ibis", "ibis", _write_ibis(database)),
        Connection("adbc", "ADBC", _write_adbc(database)),
        Connection("sqlalchemy", "SQLAlchemy 2.1", _write_sqlalchemy_url(database)),
        _without("?", "superset", "Superset", _write_superset_uri, database),
        _without(";", "jdbc", "JDBC", _write_jdbc_url, database),
        _without(";", "odbc", "ODBC", _write_odbc_string, database),
        Connection("parquet", "Parquet", str(parquet / "*.parquet")),
    ]


def _without(
    forbidden: str, client: str, title: str, write: Callable[[Path], str], database: Path
) -> Connection:
    """For clients that end a path at a character and know no escape for it."""
    if forbidden in str(database):
        return Connection(client, title, None, forbidden)
    return Connection(client, title, write(database))


def _write_cli(database: Path) -> str:
    settings = "; ".join(f"set {name} = {value}" for name, value in _LOCKED.items())
    # Not -safe: with -readonly, 1.5.6 locks its settings before it has set them all, and leaves.
    return f"duckdb -readonly -cmd '{settings}' {shlex.quote(str(database))}"


def _write_python(database: Path) -> str:
    return (
        "import duckdb\n\ncon = duckdb.connect(\n"
        f"    {_literal(str(database))},\n"
        "    read_only=True,\n"
        f"    config={_literal(_LOCKED)},\n)"
    )


def _write_ibis(database: Path) -> str:
    # ibis sets the time zone after it has connected, so that the lock comes last.
    return (
        "import ibis\n\ncon = ibis.duckdb.connect(\n"
        f"    {_literal(str(database))},\n"
        "    read_only=True,\n"
        "    enable_external_access=False,\n)\n"
        'con.raw_sql("set lock_configuration = true")'
    )


def _write_adbc(database: Path) -> str:
    options = {"path": str(database), **_READ_ONLY_AND_LOCKED}
    return (
        "import adbc_driver_duckdb\nfrom adbc_driver_manager import dbapi\n\ncon = dbapi.connect(\n"
        "    driver=adbc_driver_duckdb.driver_path(),\n"
        '    entrypoint="duckdb_adbc_init",\n'
        "    db_kwargs={\n"
        + "".join(f"        {_literal(name)}: {_literal(value)},\n" for name, value in options.items())
        + "    },\n)"
    )


def _literal(value: str | dict[str, str]) -> str:
    """Write text for Python as it is formatted nowadays, in double quotes."""
    return json.dumps(value, ensure_ascii=False)


def _write_sqlalchemy_url(database: Path) -> str:
    return f"duckdb:///{quote(database.as_posix(), safe='/:')}?{_join(_READ_ONLY_AND_LOCKED, '&')}"


def _write_superset_uri(database: Path) -> str:
    # Superset has SQLAlchemy 1.4, which takes the path of a URL as it stands.
    return f"duckdb:///{database.as_posix()}?{_join(_READ_ONLY_AND_LOCKED, '&')}"


def _write_jdbc_url(database: Path) -> str:
    return f"jdbc:duckdb:{database.as_posix()};duckdb.read_only=true;{_join(_LOCKED, ';')}"


def _write_odbc_string(database: Path) -> str:
    return f"Driver={{DuckDB Driver}};Database={database};{_join(_READ_ONLY_AND_LOCKED, ';')}"


def _join(options: dict[str, str], separator: str) -> str:
    return separator.join(f"{name}={value}" for name, value in options.items())
