from pathlib import Path

import pytest

from orchestration.build_lock import BuildLockedError, hold_build_lock


def test_one_build_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "new" / "build.lock"
    with (
        hold_build_lock(path),
        pytest.raises(BuildLockedError, match="Another build is running"),
        hold_build_lock(path),
    ):
        pass
    with hold_build_lock(path):
        pass


def test_a_failed_build_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "build.lock"
    with pytest.raises(ZeroDivisionError), hold_build_lock(path):
        raise ZeroDivisionError
    with hold_build_lock(path):
        pass
