"""What a publisher that was killed leaves: nothing that a reader sees, and nothing that the next one does not sweep."""

from pathlib import Path

import pytest

from tests.unit.warehouse.test_publish import BuildMarts, names_in
from warehouse import releases
from warehouse.publish import publish
from warehouse.releases import current_release


def die(*arguments: object) -> None:
    raise KeyboardInterrupt


def test_the_link_never_leads_nowhere(
    store: Path, published: Path, build_marts: BuildMarts, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_marts("r1")
    publish(store, published)
    build_marts("r2", "delete from marts.dim_firms", day=2)

    for step in ("install_release", "make_current", "drop_old_releases"):
        with monkeypatch.context() as patched:
            patched.setattr(f"warehouse.publish.{step}", die)
            with pytest.raises(KeyboardInterrupt):
                publish(store, published)
        current = current_release(published)
        assert current is not None
        assert current.release_id == ("r2" if step == "drop_old_releases" else "r1")
        assert current.database.is_file()
    assert publish(store, published).release_id == "r2"
    assert names_in(published) == ["current", "releases"]
    assert names_in(published / "releases") == ["r1", "r2"]


def test_what_killed_runs_left_is_swept(store: Path, published: Path, build_marts: BuildMarts) -> None:
    build_marts("r1")
    publish(store, published)
    for orphan in (".building-r9", ".deleting-r0"):
        (published / "releases" / orphan).mkdir()
        (published / "releases" / orphan / "potline.duckdb").touch()
    (published / ".current").symlink_to("releases/r9")
    build_marts("r2", "delete from marts.dim_firms", day=2)
    publish(store, published)
    assert names_in(published / "releases") == ["r1", "r2"]
    assert names_in(published) == ["current", "releases"]


def test_a_release_that_was_never_current_is_swept(
    store: Path, published: Path, build_marts: BuildMarts, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_marts("r1")
    publish(store, published)
    build_marts("r2", "delete from marts.dim_firms", day=2)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("warehouse.publish.make_current", die)
        publish(store, published)
    assert names_in(published / "releases") == ["r1", "r2"]
    releases.sweep_releases(published)
    assert names_in(published / "releases") == ["r1"]
    assert names_in(published) == ["current", "releases"]
    current = current_release(published)
    assert current is not None and current.release_id == "r1"
