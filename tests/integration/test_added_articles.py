"""What a build does with an article more, as a scheduler starts it every day."""

import json
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from tests.corpus.generate import generate
from tests.integration.commands import call_potline
from warehouse.publish import fingerprint_marts

SEED = 5


def test_a_new_article_is_added_to_the_tables_and_they_are_as_after_a_full_refresh(
    copied: Settings, tmp_path: Path
) -> None:
    landing = tmp_path / "more"
    landing.mkdir()
    (landing / "new.txt").write_text(next(iter(generate(1, SEED))).text, encoding="utf-8")

    added = call_potline("build", landing, "--data", copied.data)
    assert added.exit_code == 0, added.complaint
    assert "1 seen, 1 new" in added.complaint
    assert "Extract facts: 1 article" in added.complaint
    assert _newest_results(copied)["args"].get("full_refresh") is not True
    with duckdb.connect(copied.warehouse_path, read_only=True) as connection:
        # The articles that were there keep the build in which they came; a full refresh would make them anew.
        builds = connection.execute(
            "select build_number, count(*) from intermediate.int_article_versions group by all order by all"
        ).fetchall()
    assert builds[-1][1] == 1 and sum(count for _, count in builds) == 20
    adding = fingerprint_marts(copied.warehouse_path)

    anew = call_potline("build", landing, "--data", copied.data, "--full-refresh")
    assert anew.exit_code == 0, anew.complaint
    assert _newest_results(copied)["args"]["full_refresh"] is True
    assert fingerprint_marts(copied.warehouse_path) == adding


def _newest_results(settings: Settings) -> dict[str, dict[str, object]]:
    newest = max((settings.dbt / "target").iterdir(), key=lambda folder: folder.name)
    results: dict[str, dict[str, object]] = json.loads(
        (newest / "run_results.json").read_text(encoding="utf-8")
    )
    return results
