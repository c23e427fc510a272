import json
from pathlib import Path

from orchestration.dbt_results import explain_results


def write_results(target: Path, **statuses: str) -> None:
    results = [{"unique_id": name.replace("__", "."), "status": status} for name, status in statuses.items()]
    (target / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")


def test_the_nodes_that_failed_are_named(tmp_path: Path) -> None:
    write_results(
        tmp_path,
        model__potline__dim_firms="success",
        test__potline__unique_dim_firms__0a1b="fail",
        unit_test__potline__dim_people__merges="error",
        test__potline__not_null__2c="warn",
        model__potline__fct_demands="skipped",
    )
    said = "dbt failed at test unique_dim_firms, unit test dim_people.merges."
    assert explain_results(tmp_path) == said


def test_only_the_first_few_are_named(tmp_path: Path) -> None:
    write_results(tmp_path, **{f"model__potline__m{number}": "error" for number in range(5)})
    assert explain_results(tmp_path) == "dbt failed at model m0, model m1, model m2 and 2 more."


def test_without_results_dbt_failed_early(tmp_path: Path) -> None:
    assert explain_results(tmp_path) == "dbt failed before it built anything."
