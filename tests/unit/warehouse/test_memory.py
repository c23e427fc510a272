"""The limit of DuckDB's memory."""

from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.settings import DBT_PROJECT_FOLDER
from warehouse.memory import MEMORY_LIMIT, MEMORY_VARIABLE
from warehouse.store import open_attached, open_store


def setting(con: duckdb.DuckDBPyConnection, name: str) -> str:
    return str(con.execute(f"select current_setting('{name}')").fetchall()[0][0])


def test_writer_and_reader_keep_to_the_limit_and_spill_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, "256 MiB")
    with open_store(tmp_path / "w.duckdb") as con:
        assert setting(con, "memory_limit") == "256.0 MiB"
        assert setting(con, "temp_directory").startswith(str(tmp_path / "w.duckdb"))
    with open_attached(tmp_path / "w.duckdb", "w") as con:
        assert setting(con, "memory_limit") == "256.0 MiB"
        assert setting(con, "temp_directory").startswith(str(tmp_path / "w.duckdb"))


def test_what_does_not_fit_goes_to_the_disk_and_leaves_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, "64MB")
    with open_store(tmp_path / "w.duckdb"):
        pass
    with open_attached(tmp_path / "w.duckdb", "w") as con:
        con.execute(
            "create table big as select md5(i::varchar) as text from range(3_000_000) t(i) order by text"
        )
        assert list(tmp_path.glob("w.duckdb.*.tmp/*"))
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


def test_dbt_keeps_to_the_same_limit() -> None:
    profiles = yaml.safe_load((DBT_PROJECT_FOLDER / "profiles.yml").read_text(encoding="utf-8"))
    limit = profiles["potline"]["outputs"]["warehouse"]["settings"]["memory_limit"]
    assert limit == f"{{{{ env_var('{MEMORY_VARIABLE}', '{MEMORY_LIMIT}') }}}}"
