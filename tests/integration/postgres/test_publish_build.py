"""Publishing to PostgreSQL as a part of a build."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.assets.postgres import build_postgres_assets
from orchestration.build_failure import explain_failure
from orchestration.definitions import build_definitions
from orchestration.progress import SilentProgress
from orchestration.resources import start_build
from orchestration.settings import Settings, read_settings
from tests.integration.commands import call_potline
from tests.integration.conftest import SAMPLES
from tests.integration.postgres.shared import SECRET, Rows
from tests.integration.small_releases import make_release


def test_the_asset_is_there_where_a_server_is_configured(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("POTLINE_POSTGRES_URL", url)
    graph = build_definitions().resolve_asset_graph()
    (postgres,) = (key for key in graph.materializable_asset_keys if key.path == ["published", "postgres"])
    assert [key.path for key in graph.get(postgres).parent_keys] == [["published", "release"]]
    assert graph.get(postgres).description


def test_the_asset_publishes_and_is_tried_again_without_showing_the_password(
    tmp_path: Path, url: str, ask: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POTLINE_POSTGRES_URL", url)
    data = make_release(tmp_path, "r1").folder.parents[2]
    settings = read_settings({"POTLINE_DATA": str(data), "POTLINE_POSTGRES_URL": url})
    dead = replace(
        settings, postgres_url=f"postgresql://u:{SECRET}@localhost:1/d", retries=1, retry_seconds=1
    )
    with dg.DagsterInstance.ephemeral() as instance:
        published, failed = (
            dg.materialize(
                build_postgres_assets(),
                instance=instance,
                resources={
                    "build": start_build(chosen, run_id="", full_refresh=False),
                    "progress": SilentProgress(),
                },
                raise_on_error=False,
            )
            for chosen in (settings, dead)
        )
        told = "".join(
            repr(record.event_log_entry)
            for result in (published, failed)
            for record in instance.get_records_for_run(result.run_id).records
        )
    assert published.success and not failed.success
    assert ask("select release_id from marts.dim_release") == [("r1",)]
    (materialized,) = published.asset_materializations_for_node("published__postgres")
    assert materialized.metadata["release_id"].value == "r1"
    assert materialized.metadata["dagster/row_count"].value == 7
    assert len(failed.filter_events(lambda event: event.is_step_up_for_retry)) == 1
    assert "does not answer" in explain_failure(failed.all_events)
    assert "does not answer" in told and SECRET not in told


def test_a_build_publishes_where_a_server_is_configured(
    copied: Settings, url: str, ask: Callable[..., Rows]
) -> None:
    ask("create role reader_one login")
    build = ("build", SAMPLES, "--data", copied.data)
    place: dict[str, Any] = {
        "POTLINE_POSTGRES_READERS": "reader_one",
        "POTLINE_POSTGRES_SCHEMA": "marts_of_potline",
    }
    release = (copied.published / "current").resolve().name
    built = call_potline(*build, **place, POTLINE_POSTGRES_URL=url)
    assert built.exit_code == 0, built.complaint
    assert f"Publish to PostgreSQL: release {release}" in built.complaint
    assert ask("select release_id from marts_of_potline.dim_release") == [(release,)]

    dead = f"postgresql://potline:{SECRET}@localhost:1/postgres"
    failed = call_potline(
        *build, POTLINE_POSTGRES_URL=dead, POTLINE_RETRIES="1", POTLINE_RETRY_SECONDS="1", **place
    )
    assert failed.exit_code == 1
    assert "does not answer" in failed.complaint and "The release itself is published" in failed.complaint
    log = max((copied.data / "logs").glob("*.log")).read_text(encoding="utf-8")
    assert "STEP_UP_FOR_RETRY" in log
    for path in copied.data.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
    assert SECRET not in built.output + built.complaint + failed.output + failed.complaint
    shutil.rmtree(copied.data)
