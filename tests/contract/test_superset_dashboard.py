"""Superset's dashboard, checked as files: against the contracts of the marts, and in itself. No Superset is needed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest
import yaml

from orchestration.manifest import ensure_manifest
from orchestration.superset.bundle import DASHBOARD_FOLDER, PLACEHOLDER_URI, TIMESTAMP
from warehouse.store import quote_name

File = dict[str, Any]


def load_files(folder: str) -> list[File]:
    """The files of one kind of asset."""
    return [
        yaml.safe_load(path.read_text("utf-8"))
        for path in sorted((DASHBOARD_FOLDER / folder).rglob("*.yaml"))
    ]


DATASETS = load_files("datasets")
CHARTS = load_files("charts")
(DATABASE,) = load_files("databases")
(DASHBOARD,) = load_files("dashboards")
BY_UUID = {dataset["uuid"]: dataset for dataset in DATASETS}


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """Empty tables with the names and columns that the contracts of the marts give."""
    nodes = json.loads(ensure_manifest().read_text("utf-8"))["nodes"].values()
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        for node in nodes:
            if node["resource_type"] == "model" and node["fqn"][1] == "marts":
                columns = ", ".join(
                    f"{quote_name(column['name'])} {column['data_type']}"
                    for column in node["columns"].values()
                )
                connection.execute(f"create table marts.{quote_name(node['name'])} ({columns})")
        yield connection


def titles(files: list[File], key: str) -> list[str]:
    return [file[key] for file in files]


@pytest.mark.parametrize("dataset", DATASETS, ids=titles(DATASETS, "table_name"))
def test_a_dataset_has_the_columns_that_its_query_gives(
    dataset: File, marts: duckdb.DuckDBPyConnection
) -> None:
    given = sorted((row[0], row[1]) for row in marts.execute(f"describe {dataset['sql']}").fetchall())
    assert [(column["column_name"], column["type"]) for column in dataset["columns"]] == given


@pytest.mark.parametrize("dataset", DATASETS, ids=titles(DATASETS, "table_name"))
def test_every_metric_is_one_value_of_the_dataset(dataset: File, marts: duckdb.DuckDBPyConnection) -> None:
    for metric in dataset["metrics"]:
        query = f"select {metric['expression']} as value from ({dataset['sql']}) as dataset"
        # Over no rows an aggregate gives one row, and what is none gives no row.
        assert len(marts.execute(query).fetchall()) == 1, metric["metric_name"]


@pytest.mark.parametrize("dataset", DATASETS, ids=titles(DATASETS, "table_name"))
def test_every_column_and_metric_is_described(dataset: File) -> None:
    parts = [dataset, *dataset["columns"], *dataset["metrics"]]
    assert [part for part in parts if not part["description"]] == []


@pytest.mark.parametrize("chart", CHARTS, ids=titles(CHARTS, "slice_name"))
def test_a_chart_asks_its_dataset_for_what_that_has(chart: File) -> None:
    dataset = BY_UUID[chart["dataset_uuid"]]
    known = {column["column_name"] for column in dataset["columns"]}
    known |= {metric["metric_name"] for metric in dataset["metrics"]}
    asked: set[str] = set()
    for query in json.loads(chart["query_context"])["queries"]:
        for part in [*(query.get("columns") or []), *(query.get("metrics") or [])]:
            asked.add(part if isinstance(part, str) else part["sqlExpression"])
        asked |= {condition["col"] for condition in query["filters"]}
        asked |= {column for column, _ in query.get("orderby") or []}
    assert asked and asked <= known


def test_a_chart_has_a_name_of_its_own_and_a_description() -> None:
    names = titles(CHARTS, "slice_name")
    assert len(set(names)) == len(names)
    assert all(chart["description"] for chart in CHARTS)


def test_references_lead_to_something() -> None:
    assert all(dataset["database_uuid"] == DATABASE["uuid"] for dataset in DATASETS)
    for native_filter in DASHBOARD["metadata"]["native_filter_configuration"]:
        for target in filter(None, native_filter["targets"]):
            columns = BY_UUID[target["datasetUuid"]]["columns"]
            assert target["column"]["name"] in titles(columns, "column_name")
    uuids = [UUID(file["uuid"]) for file in [DATABASE, DASHBOARD, *DATASETS, *CHARTS]]
    assert len(set(uuids)) == len(uuids)


def test_every_chart_is_on_the_dashboard_once() -> None:
    placed = [
        part["meta"]["uuid"]
        for part in DASHBOARD["position"].values()
        if isinstance(part, dict) and part["type"] == "CHART"
    ]
    assert sorted(placed) == sorted(titles(CHARTS, "uuid"))


def test_a_filter_leaves_out_the_charts_that_cannot_be_filtered_by_it() -> None:
    numbers = {
        part["meta"]["uuid"]: part["meta"]["chartId"]
        for part in DASHBOARD["position"].values()
        if isinstance(part, dict) and part["type"] == "CHART"
    }
    for native_filter in DASHBOARD["metadata"]["native_filter_configuration"]:
        for column in [target["column"]["name"] for target in native_filter["targets"] if target]:
            without = {
                numbers[chart["uuid"]]
                for chart in CHARTS
                if column not in titles(BY_UUID[chart["dataset_uuid"]]["columns"], "column_name")
            }
            assert set(native_filter["scope"]["excluded"]) == without, native_filter["name"]


def test_the_files_tell_nothing_of_a_machine_or_a_day() -> None:
    assert DATABASE["sqlalchemy_uri"] == PLACEHOLDER_URI
    assert yaml.safe_load((DASHBOARD_FOLDER / "metadata.yaml").read_text("utf-8"))["timestamp"] == TIMESTAMP
    for path in DASHBOARD_FOLDER.rglob("*.yaml"):
        assert not re.search(r"_\d+$", path.stem)
        assert "datasource: " not in path.read_text("utf-8")


def test_superset_opens_the_release_read_only_and_nothing_else() -> None:
    arguments = DATABASE["extra"]["engine_params"]["connect_args"]
    assert arguments["read_only"] is True
    assert arguments["config"] == {"enable_external_access": "false", "lock_configuration": "true"}
    assert not any(
        DATABASE[right] for right in ("allow_dml", "allow_ctas", "allow_cvas", "allow_file_upload")
    )


@pytest.mark.parametrize("path", [Path("requirements.txt"), Path("requirements.in")])
def test_requirements_name_no_registry(path: Path) -> None:
    text = (DASHBOARD_FOLDER.parent / path).read_text("utf-8")
    assert not re.search(r"^\s*(--(index|extra-index|find-links)|.*(https?|file)://)", text, re.MULTILINE)
