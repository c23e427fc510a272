"""The data dictionary that comes with a release, and the comments that BI tools show."""

import json
import re
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.dictionary.make import FILES, FOLDER, make_dictionary
from orchestration.settings import PROJECT_FOLDER
from tests.integration.conftest import Built

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture
def release(built: Built) -> Path:
    return (built.settings.published / "current").resolve()


@pytest.fixture
def lineage(release: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((release / "lineage.json").read_text(encoding="utf-8"))
    return content


def read_columns(release: Path) -> list[tuple[str, str, str | None]]:
    with closing(duckdb.connect(release / "potline.duckdb", read_only=True)) as connection:
        return connection.execute(
            "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
        ).fetchall()


def test_the_release_knows_its_dictionary(release: Path) -> None:
    files = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert set(FILES) <= set(files)


def test_the_same_code_gives_the_same_dictionary(release: Path, tmp_path: Path) -> None:
    make_dictionary(tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (release / name).read_bytes() == (FOLDER / name).read_bytes()


def test_no_folder_of_a_machine_is_told(release: Path, built: Built) -> None:
    for name in FILES:
        text = (release / name).read_text(encoding="utf-8")
        for folder in (PROJECT_FOLDER, Path.home(), built.settings.data):
            assert f"{folder}/" not in text
        assert not re.search(r'"(invocation_id|generated_at|user_id|compiled_path|build_path)"', text)


def test_each_public_column_has_its_lineage(release: Path, lineage: dict[str, Any]) -> None:
    columns = {f"marts.{table}.{column}" for table, column, _ in read_columns(release)}
    assert columns == {name for name in lineage if name.startswith("marts.")}


@pytest.mark.parametrize(
    ("column", "origin"),
    [
        ("fct_demands.category", "extracted.demands.category"),
        ("fct_commitments.party_name", "extracted.commitments.party_name"),
        ("dim_articles.text", "raw.articles.text"),
        ("dim_firms.name", "seeds.firms.name"),
    ],
)
def test_a_column_is_traced_to_where_it_comes_from(lineage: dict[str, Any], column: str, origin: str) -> None:
    assert origin in lineage[f"marts.{column}"]["origins"]


def test_origins_are_columns_that_no_model_makes(lineage: dict[str, Any]) -> None:
    origins = {origin for of in lineage.values() for origin in of["origins"]}
    assert origins
    assert {origin.split(".")[0] for origin in origins} <= {"raw", "extracted", "seeds"}


def test_everything_public_has_a_comment(release: Path) -> None:
    columns = read_columns(release)
    assert len(columns) > 200
    assert [(table, column) for table, column, comment in columns if not comment] == []
    with closing(duckdb.connect(release / "potline.duckdb", read_only=True)) as connection:
        tables = connection.execute("select table_name, comment from duckdb_tables()").fetchall()
    assert [table for table, comment in tables if not comment] == []


@pytest.mark.skipif(BROWSER is None, reason="no Chromium to open the page with")
def test_a_browser_shows_the_dictionary_without_a_network(release: Path, tmp_path: Path) -> None:
    assert BROWSER is not None
    page = (release / "dictionary.html").as_uri()
    finished = subprocess.run(
        [
            *(BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path}"),
            *("--virtual-time-budget=15000", "--dump-dom", f"{page}#!/model/model.potline.fct_demands"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    shown = re.sub(r"<script.*?</script>", "", finished.stdout, flags=re.DOTALL)
    assert "What was asked for." in shown
    assert "extracted.demands.category" in shown
