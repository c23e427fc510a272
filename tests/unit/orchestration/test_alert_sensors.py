from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.alert_sensors import describe_run, failed_run, stale_release
from orchestration.assets.publication import RELEASE
from orchestration.settings import SettingsError
from tests.hook import Hook, open_hook


@dg.asset
def broken() -> None:
    raise SettingsError("POTLINE_WORKERS must be a positive whole number.")


@dg.asset(key=RELEASE)
def release() -> None: ...


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hook]:
    with open_hook() as server:
        monkeypatch.setenv("POTLINE_DATA", str(tmp_path))
        monkeypatch.setenv("POTLINE_NOTIFY", "webhook")
        monkeypatch.setenv("POTLINE_NOTIFY_URL", server.url)
        monkeypatch.setenv("POTLINE_UI_URL", "https://potline.example/")
        monkeypatch.delenv("POTLINE_FRESH_HOURS", raising=False)
        yield server


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.instance_for_test() as opened:
        yield opened


def fail(instance: dg.DagsterInstance, **tags: str) -> dg.RunFailureSensorContext:
    """Have a run fail, and return what Dagster gives the sensor."""
    result = dg.materialize([broken], instance=instance, raise_on_error=False, tags=tags)
    return dg.build_run_status_sensor_context(
        sensor_name="failed_run",
        dagster_event=result.get_run_failure_event(),
        dagster_instance=instance,
        dagster_run=result.dagster_run,
    ).for_run_failure()


def test_a_failed_run_is_told_with_its_reason_and_its_log(hook: Hook, instance: dg.DagsterInstance) -> None:
    context = fail(instance)
    failed_run(context)
    run_id = context.dagster_run.run_id
    ((_, _, body),) = hook.told
    assert body["what"] == f"Run {run_id[:8]} of chosen assets failed"
    assert body["why"] == "POTLINE_WORKERS must be a positive whole number."
    assert body["where"].startswith(f"The log: https://potline.example/runs/{run_id}")


def test_a_run_that_is_made_again_is_not_told(hook: Hook, instance: dg.DagsterInstance) -> None:
    failed_run(fail(instance, **{"dagster/will_retry": "true"}))
    assert not hook.told


def test_a_webhook_that_refuses_does_not_fail_the_sensor(
    hook: Hook, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    hook.status = 500
    failed_run(fail(instance))
    assert "the webhook answered 500" in (tmp_path / "logs" / "alerts.log").read_text(encoding="utf-8")


def test_a_run_that_left_no_word_is_told_too(instance: dg.DagsterInstance) -> None:
    job = dg.Definitions(assets=[broken], jobs=[dg.define_asset_job("build_all")]).resolve_job_def(
        "build_all"
    )
    run = instance.create_run_for_job(job)
    instance.report_run_failed(run, "The process that made this build is gone.")
    alert = describe_run(instance, run)
    assert alert.what == f"Run {run.run_id[:8]} of build_all failed"
    assert alert.why == "The process that made this build is gone."


def look(instance: dg.DagsterInstance, cursor: str | None = None) -> dg.SensorEvaluationContext:
    context = dg.build_sensor_context(instance=instance, cursor=cursor)
    stale_release(context)
    return context


def test_a_stale_release_is_told_once(
    hook: Hook, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(instance)
    dg.materialize([release], instance=instance)
    assert look(instance).cursor is None
    assert not hook.told
    event = instance.get_latest_materialization_event(RELEASE)
    assert event is not None
    made_at = event.timestamp
    monkeypatch.setattr("orchestration.alert_sensors.time.time", lambda: made_at + 35.9 * 3600)
    look(instance)
    assert not hook.told
    monkeypatch.setattr("orchestration.alert_sensors.time.time", lambda: made_at + 36.1 * 3600)
    hook.status = 500
    assert look(instance).cursor is None
    hook.status = 200
    cursor = look(instance).cursor
    look(instance, cursor)
    assert [body["what"] for _, _, body in hook.told] == ["The published release is stale"] * 2
    assert "more than 36 hours ago" in hook.told[-1][2]["why"]
