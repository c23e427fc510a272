import json
from contextlib import closing

import dagster as dg
import duckdb
import pytest

from orchestration.bill_of_materials import BILL_FILE, ensure_bill
from orchestration.definitions import build_definitions
from tests.integration.conftest import SAMPLES, Built


@pytest.fixture
def instance(built: Built) -> dg.DagsterInstance:
    # As the UI opens it, which reads the files that a build has written through connections of its own.
    return dg.DagsterInstance.from_config(str(built.settings.dagster_home))


def test_every_sample_is_an_article(built: Built) -> None:
    with closing(duckdb.connect(built.settings.published_path, read_only=True)) as connection:
        found = connection.execute("select count(*) from marts.dim_articles").fetchall()[0][0]
    assert found == len(list(SAMPLES.rglob("*.txt")))


def test_only_marts_are_published_in_every_form(built: Built) -> None:
    current = built.settings.published / "current"
    with closing(duckdb.connect(current / "potline.duckdb", read_only=True)) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    assert {schema for schema, _ in tables} == {"marts"}
    names = sorted(table for _, table in tables)
    assert names == sorted(path.stem for path in (current / "parquet").glob("*.parquet"))
    manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
    assert names == sorted(manifest["tables"])


def test_the_release_carries_its_bill_of_materials(built: Built) -> None:
    current = built.settings.published / "current"
    assert BILL_FILE in json.loads((current / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert (current / BILL_FILE).read_bytes() == ensure_bill().read_bytes()


def test_the_summary_tells_what_is_there(built: Built) -> None:
    for title in ("Tables", "Demands by category", "Who asks whom", "Latest meetings", "Next:"):
        assert title in built.first.output
    assert str(built.settings.published_path) in built.first.output.replace("\n", "")


def test_the_steps_are_told_and_nothing_else(built: Built) -> None:
    steps = [line.split(":")[0] for line in built.first.complaint.splitlines()]
    assert steps == ["Read the landing folder", "Extract facts", "Normalise", "Check", "Publish"]


def test_the_second_build_changes_nothing_and_says_so(built: Built) -> None:
    assert built.second.exit_code == 0, built.second.complaint
    assert built.second.output.startswith(f"Nothing new: release {built.first_release} stays as it is.")
    assert (built.settings.published / "current").resolve().name == built.first_release
    assert "Extract facts: 0 articles" in built.second.complaint
    assert "Normalise: nothing new" in built.second.complaint


def test_every_asset_has_rows_counted_and_a_preview(built: Built, instance: dg.DagsterInstance) -> None:
    for key in sorted(build_definitions().resolve_all_asset_keys()):
        event = instance.get_latest_materialization_event(key)
        assert event is not None and event.asset_materialization is not None, key
        metadata = event.asset_materialization.metadata
        assert {"dagster/row_count", "preview"} <= set(metadata), key


def test_columns_of_a_mart_know_where_they_come_from(built: Built, instance: dg.DagsterInstance) -> None:
    event = instance.get_latest_materialization_event(dg.AssetKey(["marts", "fct_demands"]))
    assert event is not None and event.asset_materialization is not None
    lineage = event.asset_materialization.metadata["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    assert list(lineage.deps_by_column["category"]) == [
        dg.TableColumnDep(dg.AssetKey(["staging", "stg_extracted__demands"]), "category")
    ]
    schema = event.asset_materialization.metadata["dagster/column_schema"].value
    assert isinstance(schema, dg.TableSchema)
    assert {column.name for column in schema.columns} == set(lineage.deps_by_column)
    assert schema.columns[0].type == "varchar" and schema.columns[0].description


def test_every_check_of_severity_error_passed(built: Built, instance: dg.DagsterInstance) -> None:
    run = instance.get_runs(limit=1)[0]
    events = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    evaluations = [event.get_dagster_event().asset_check_evaluation_data for event in events]
    assert {"accounting", "no_empty_run", "issue_rate"} <= {result.check_name for result in evaluations}
    failed = [result for result in evaluations if not result.passed]
    assert not [result for result in failed if result.severity is dg.AssetCheckSeverity.ERROR]
