"""One warehouse built from the samples, and built again, for all tests of a session."""

import fcntl
import json
import os
import shutil
from dataclasses import asdict, dataclass
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
    # The processes that share the tests share the builds as well: the first one makes them, the others wait.
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built"
    folder.mkdir(exist_ok=True)
    settings = Settings(data=folder / "data", landing=SAMPLES)
    said = folder / "said.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            attempts = watch_attempts(folder)
            first = build_samples(settings, attempts)
            release = (settings.published / "current").resolve().name
            second = build_samples(settings, attempts)
            said.write_text(json.dumps([asdict(first), release, asdict(second)]), "utf-8")
    told, release, told_again = json.loads(said.read_text("utf-8"))
    return Built(settings, Called(**told), release, Called(**told_again), Attempts(folder))


def build_samples(settings: Settings, attempts: Attempts) -> Called:
    called = call_potline_offline(attempts, "build", SAMPLES, "--data", settings.data)
    assert called.exit_code == 0, called.complaint
    return called


@pytest.fixture
def copied(built: Built, tmp_path: Path) -> Settings:
    """A copy of the built data folder, to do harm to."""
    data = tmp_path / "data"
    shutil.copytree(built.settings.data, data, symlinks=True)
    return Settings(data=data, landing=SAMPLES)
