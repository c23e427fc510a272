"""Whether the tables that dbt made may be added to: only where all of them are of one build that ended well."""

from pathlib import Path

import duckdb

from warehouse.store import open_store, transaction

_VERSIONS = "select count(*) from duckdb_tables() where schema_name = 'intermediate' and table_name = 'int_article_versions'"
_CORRECTIONS = "select md5(string_agg(correction_id, ' ' order by correction_id)) from raw.corrections"
_BUILD_NUMBER = "select coalesce(max(build_number), 0) from intermediate.int_article_versions"


def begin_build(store_path: Path | str, code_version: str) -> bool:
    """Note that the tables are being made: until `finish_build` they are of two builds.

    Args:
        store_path: the working file.
        code_version: the version of the code that makes them now.

    Returns:
        Whether they can be added to: they were finished, by the same code and with the same corrections, and nobody
        has made any of them since.

    Raises:
        WarehouseLockedError: somebody else has the working file open.
    """
    with open_store(store_path) as con, transaction(con):
        finished = con.execute(
            "delete from ledger.finished_builds returning code_version, build_number"
        ).fetchall()
        return finished == [(_name_maker(con, code_version), _read_build_number(con))]


def finish_build(store_path: Path | str, code_version: str) -> None:
    """Note that all tables have been made and none of their checks has failed.

    Raises:
        WarehouseLockedError: somebody else has the working file open.
    """
    with open_store(store_path) as con, transaction(con):
        con.execute("delete from ledger.finished_builds")
        con.execute(
            "insert into ledger.finished_builds values ($1, $2)",
            [_name_maker(con, code_version), _read_build_number(con)],
        )


def _name_maker(con: duckdb.DuckDBPyConnection, code_version: str) -> str:
    """The code and what it was told to put right: a correction that comes or goes can touch any article."""
    ((corrections,),) = con.execute(_CORRECTIONS).fetchall()
    return f"{code_version} with corrections {corrections}" if corrections else code_version


def _read_build_number(con: duckdb.DuckDBPyConnection) -> int:
    """The last build in which an article changed, 0 where no table tells."""
    if con.execute(_VERSIONS).fetchall() == [(0,)]:
        return 0
    ((number,),) = con.execute(_BUILD_NUMBER).fetchall()
    return int(number)
