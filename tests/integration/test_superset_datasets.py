"""What the datasets of Superset's dashboard give on the samples, against the marts that they are made from."""

from collections.abc import Iterator

import duckdb
import pytest
import yaml

from orchestration.superset.bundle import DASHBOARD_FOLDER
from tests.integration.conftest import Built

DATASETS = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in (DASHBOARD_FOLDER / "datasets").rglob("*.yaml")
}


@pytest.fixture
def release(built: Built) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(built.settings.published_path, read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("dataset", "mart"),
    [
        ("demands_and_answers", "fct_demands"),
        ("demands_by_quarter", "report_demands"),
        ("diaries", "report_diaries"),
        ("meetings_with_evidence", "fct_meetings"),
    ],
)
def test_a_dataset_has_a_row_for_each_of_its_mart(
    release: duckdb.DuckDBPyConnection, dataset: str, mart: str
) -> None:
    rows = release.sql(f"select count(*) from ({DATASETS[dataset]['sql']}) as dataset").fetchall()
    assert rows == release.sql(f"select count(*) from marts.{mart}").fetchall()


def test_demands_have_the_province_and_group_that_the_report_counts_them_by(
    release: duckdb.DuckDBPyConnection,
) -> None:
    """Two charts side by side may not place one demand in two provinces."""
    groups = "category_name, province_name, firm_group_name"
    demands, report = DATASETS["demands_and_answers"]["sql"], DATASETS["demands_by_quarter"]["sql"]
    single = release.sql(f"""
        select {groups}, count(*), count(*) filter (is_answered) from ({demands}) as demands group by all order by all
    """).fetchall()
    counted = release.sql(f"""
        select {groups}, sum(demand_count), sum(answered_count) from ({report}) as report group by all order by all
    """).fetchall()
    assert single == counted and len(single) > 20


def test_evidence_is_in_the_words_of_an_article(release: duckdb.DuckDBPyConnection) -> None:
    sql = DATASETS["meetings_with_evidence"]["sql"]
    rows = release.sql(f"""
        select count(*), count(*) filter (exists (
            select 1 from marts.dim_articles as articles
            where contains(regexp_replace(articles.text, '\\s+', ' ', 'g'), dataset.evidence)
        ))
        from ({sql}) as dataset
    """).fetchall()
    assert rows[0][0] == rows[0][1] > 10
