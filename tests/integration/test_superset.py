"""The dashboard in a real Superset: imported, asked for its data, exported again, and drawn by a browser."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.superset.__main__ import CHECK_HOME, export_assets, find_release, open_superset
from orchestration.superset.bundle import DASHBOARD_FOLDER, keep_export, pack_assets
from orchestration.superset.client import Superset
from orchestration.superset.home import USER, Home, is_installed, open_home
from orchestration.superset.server import Server, run_server
from orchestration.superset.smoke import BROWSERS, SLUG, check_charts, draw_dashboard
from orchestration.terminal import CommandError
from tests.integration.conftest import Built

pytestmark = pytest.mark.skipif(not is_installed(), reason="Superset is not installed: make superset-check")
needs_browser = pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="there is no Chromium")


@dataclass(frozen=True)
class Running:
    """A server with the dashboard, and its user."""

    home: Home
    server: Server
    superset: Superset
    packed: bytes


@pytest.fixture(scope="module")
def running(built: Built) -> Iterator[Running]:
    home = open_home(CHECK_HOME, lambda words: None)
    packed = pack_assets(find_release(built.settings))
    with run_server(home) as server:
        superset = open_superset(server, home)
        superset.import_assets(packed)
        yield Running(home, server, superset, packed)


def test_every_chart_gives_data(running: Running) -> None:
    checks = check_charts(running.superset)
    assert len(checks) == len(list((DASHBOARD_FOLDER / "charts").iterdir()))
    assert [check for check in checks if check.failure or not check.rows] == []


def test_the_filter_of_the_period_narrows_every_chart(running: Running) -> None:
    """Each chart has a filter without a period, whose place the dashboard's takes."""
    everything, within, before = (
        count_rows(running, period)
        for period in ("No filter", "2020-01-01 : 2021-01-01", "1900-01-01 : 1901-01-01")
    )
    for name, rows in everything.items():
        # A figure is one row also where there is nothing to count.
        assert before[name] <= within[name] <= rows, name
        assert before[name] <= 1, name
    assert sum(before.values()) < sum(within.values()) < sum(everything.values())


def test_a_second_import_adds_nothing_and_an_export_gives_the_files_again(
    running: Running, tmp_path: Path
) -> None:
    running.superset.import_assets(running.packed)
    keep_export(export_assets(running.superset), tmp_path / "dashboard")
    assert read_tree(tmp_path / "dashboard") == read_tree(DASHBOARD_FOLDER)
    assert running.superset.get("/api/v1/dashboard/")["count"] == 1


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "create table marts.more (x integer)",
        "set enable_external_access = true",
    ],
)
def test_sql_lab_reads_the_release_and_nothing_else(running: Running, sql: str) -> None:
    with pytest.raises(CommandError, match="status"):
        run_sql(running, sql)


def test_sql_lab_reads_the_release(running: Running) -> None:
    assert run_sql(running, "select count(*) > 0 as found from marts.fct_demands") == [{"found": True}]


def test_a_wrong_password_is_refused(running: Running) -> None:
    with pytest.raises(CommandError, match="status 401"):
        Superset(running.server.url, USER, "password")


@needs_browser
def test_the_browser_draws_every_chart_and_asks_nobody_else(running: Running) -> None:
    charts = running.superset.get(f"/api/v1/dashboard/{SLUG}/charts")["result"]
    picture = draw_dashboard(running.superset, running.home, len(charts))
    assert picture is not None and picture.read_bytes().startswith(b"\x89PNG")


def count_rows(running: Running, period: str) -> dict[str, int]:
    """The rows of each chart with a period chosen in the dashboard."""
    rows = {}
    for entry in running.superset.get(f"/api/v1/dashboard/{SLUG}/charts")["result"]:
        chart = running.superset.get(f"/api/v1/chart/{entry['id']}")["result"]
        asked = json.loads(chart["query_context"])
        chosen = [it for query in asked["queries"] for it in query["filters"] if it["op"] == "TEMPORAL_RANGE"]
        assert chosen, chart["slice_name"]
        for condition in chosen:
            condition["val"] = period
        results = running.superset.post("/api/v1/chart/data", asked)["result"]
        rows[chart["slice_name"]] = sum(result["rowcount"] for result in results)
    return rows


def run_sql(running: Running, sql: str) -> list[dict[str, object]]:
    """Run a query as a person in SQL Lab does."""
    database = running.superset.get("/api/v1/database/")["result"][0]["id"]
    query = {"database_id": database, "sql": sql, "runAsync": False, "client_id": str(abs(hash(sql)))[:10]}
    rows: list[dict[str, object]] = running.superset.post("/api/v1/sqllab/execute/", query)["data"]
    return rows


def read_tree(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.yaml")}
