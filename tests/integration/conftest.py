"""One warehouse built from the samples, and built again, for all tests of a session."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_FOLDER, Settings
from tests.integration.commands import Attempts, Called, call_potline_offline, watch_attempts

SAMPLES = PROJECT_FOLDER / "ingest" / "samples"


@dataclass(frozen=True)
class Built:
    """A data folder after two builds without a network, what each of them said, and whether they asked for one."""

    settings: Settings
    first: Called
    first_release: str
    second: Called
    attempts: Attempts


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    data = tmp_path_factory.mktemp("built") / "data"
    settings = Settings(data=data, landing=SAMPLES)
    attempts = watch_attempts(data.parent)
    first = call_potline_offline(attempts, "build", SAMPLES, "--data", data)
    assert first.exit_code == 0, first.complaint
    release = (settings.published / "current").resolve().name
    second = call_potline_offline(attempts, "build", SAMPLES, "--data", data)
    return Built(settings, first, release, second, attempts)


@pytest.fixture
def copied(built: Built, tmp_path: Path) -> Settings:
    """A copy of the built data folder, to do harm to."""
    data = tmp_path / "data"
    shutil.copytree(built.settings.data, data, symlinks=True)
    return Settings(data=data, landing=SAMPLES)
