"""The event log that stays open: what is written through it is what Dagster's own reads."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import pytest

from orchestration.dagster_storage import OpenEventLogStorage
from orchestration.instance import open_instance
from orchestration.settings import Settings


@dg.asset
def made() -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata={"rows": 3})


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with open_instance(Settings(data=tmp_path, landing=tmp_path)) as opened:
        yield opened


def test_dagster_reads_what_was_written(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    assert isinstance(instance.event_log_storage, OpenEventLogStorage)
    run_id = dg.materialize([made], instance=instance).run_id
    with dg.DagsterInstance.from_config(str(tmp_path / "dagster")) as plain:
        assert not isinstance(plain.event_log_storage, OpenEventLogStorage)
        for record, same in zip(instance.all_logs(run_id), plain.all_logs(run_id), strict=True):
            assert record == same
        event = plain.get_latest_materialization_event(made.key)
        run = plain.get_run_by_id(run_id)
    assert event is not None and event.asset_materialization is not None
    assert event.asset_materialization.metadata["rows"].value == 3
    assert run is not None and run.status is dg.DagsterRunStatus.SUCCESS


def test_it_reads_what_dagster_writes_meanwhile(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    dg.materialize([made], instance=instance)
    with dg.DagsterInstance.from_config(str(tmp_path / "dagster")) as plain:
        run_id = dg.materialize([made], instance=plain).run_id
    event = instance.get_latest_materialization_event(made.key)
    assert event is not None and event.run_id == run_id


def test_threads_share_it(instance: dg.DagsterInstance) -> None:
    run_id = dg.materialize([made], instance=instance).run_id
    with ThreadPoolExecutor(4) as pool:
        counts = set(pool.map(lambda _: len(instance.all_logs(run_id)), range(40)))
    assert len(counts) == 1 and counts != {0}


def test_it_opens_again_after_it_was_closed(instance: dg.DagsterInstance) -> None:
    dg.materialize([made], instance=instance)
    instance.event_log_storage.dispose()
    assert instance.get_latest_materialization_event(made.key) is not None
