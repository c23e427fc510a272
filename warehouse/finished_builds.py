"""Whether the tables that dbt made may be added to: only where all of them are of one build that ended well."""

from pathlib import Path

import duckdb

from warehouse.store import open_store, transaction

_VERSIONS = "select count(*) from duckdb_tables() where schema_name = 'intermediate' and table_name = 'int_article_versions'"
_BUILD_NUMBER = "select coalesce(max(build_number), 0) from intermediate.int_article_versions"


def begin_build(store_path: Path | str, code_version: str) -> bool:
    """Note that the tables are being made: until `finish_build` they are of two builds.

    Args:
        store_path: the working file.
        code_version: the version of the code that makes them now.

    Returns:
        Whether they can be added to: they were finished, by the same code, and nobody has made any of them since.

    Raises:
        WarehouseLockedError: somebody else has the working file open.
    """
    with open_store(store_path) as con, transaction(con):
        finished = con.execute(
            "delete from ledger.finished_builds returning code_version, build_number"
        ).fetchall()
        return finished == [(code_version, _read_build_number(con))]


def finish_build(store_path: Path | str, code_version: str) -> None:
    """Note that all tables have been made and none of their checks has failed.

    Raises:
        WarehouseLockedError: somebody else has the working file open.
    """
    with open_store(store_path) as con, transaction(con):
        con.execute("delete from ledger.finished_builds")
        con.execute(
            "insert into ledger.finished_builds values ($1, $2)", [code_version, _read_build_number(con)]
        )


def _read_build_number(con: duckdb.DuckDBPyConnection) -> int:
    """The last build in which an article changed, 0 where no table tells."""
    if con.execute(_VERSIONS).fetchall() == [(0,)]:
        return 0
    ((number,),) = con.execute(_BUILD_NUMBER).fetchall()
    return int(number)
