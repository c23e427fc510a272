"""What `make torture` does at length, in short: a handful of rounds without dbt, with the same functions."""

from pathlib import Path
from random import Random

import pytest

from orchestration.settings import Settings
from tests.integration.small_releases import make_store
from tests.torture import kill_rounds
from tests.torture.disk import CLEAR, publish_under_limit
from tests.torture.facts import find_damage, name_current
from tests.torture.ground import Ground
from tests.torture.orphans import list_orphans
from tests.torture.readers import read_while_publishing
from tests.torture.stages import Stage, run_stage
from tests.torture.two_at_once import meet_in_stages

KINDS = {
    "read": kill_rounds.read_first,
    "read-again": kill_rounds.read_again,
    "extract": kill_rounds.extract(1),
    "extract-parent": kill_rounds.extract(2, is_whole_group=False),
}
ROUNDS = {"extract-parent": 1}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("ground") / "ground", 24, is_whole=False)


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_run_makes_good_what_a_kill_has_left(ground: Ground, kind: str) -> None:
    for number in range(ROUNDS.get(kind, 2)):
        assert KINDS[kind](ground, Random(f"{kind}/{number}")) == kill_rounds.Found()


def test_a_fault_is_found(ground: Ground) -> None:
    settings = ground.begin(ground.before)
    (settings.warehouse_path.parent / "potline.duckdb.tmp").mkdir()
    ended = run_stage(Stage("extract", settings))
    found = kill_rounds.compare(ground, ground.after, ended, settings, "raw")
    assert found.lost > 0
    assert "raw.articles" in found.differing
    assert found.unaccounted is False


def test_readers_see_one_release_each_and_never_fail(tmp_path: Path) -> None:
    readings, published = read_while_publishing(tmp_path, readers=2, reads=200, publications=5)
    assert published.made == 5
    assert published.damage == published.orphans == []
    assert sum(reading.reads for reading in readings) >= 200
    assert all(reading.failed == reading.mixed == 0 for reading in readings)
    assert max(reading.releases for reading in readings) > 1


def test_a_release_that_cannot_be_written_is_told_and_leaves_the_old_one(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", landing=tmp_path)
    make_store(settings.warehouse_path.parent, "r1")
    assert run_stage(Stage("publish_tables", settings)).exit_code == 0
    settings.warehouse_path.unlink()
    settings.warehouse_path.parent.rmdir()
    make_store(settings.warehouse_path.parent, "r2", "insert into marts.dim_firms values ('z', 'Zeta')")
    complaint = publish_under_limit(settings, 100_000)
    assert complaint.startswith(CLEAR)
    assert str(settings.published) in complaint
    assert (name_current(settings.published), find_damage(settings.published)) == ("r1", None)
    assert run_stage(Stage("publish_tables", settings)).exit_code == 0
    assert (name_current(settings.published), find_damage(settings.published)) == ("r2", None)
    assert list_orphans(settings) == []


def test_of_two_publishers_each_does_its_work_or_leaves_with_a_sentence(tmp_path: Path) -> None:
    met = meet_in_stages(tmp_path / "data", 3, Random(1))
    assert met.faults == []
    assert met.done + met.left == 6
    assert met.done >= 3
