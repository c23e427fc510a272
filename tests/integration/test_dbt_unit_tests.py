"""dbt's unit tests, which a build leaves out because they test the models and not the data."""

import subprocess

from orchestration.settings import DBT_EXECUTABLE, DBT_PROJECT_FOLDER, Settings
from tests.integration.commands import clean_environment


def test_every_unit_test_of_the_models_passes(copied: Settings) -> None:
    folder = str(copied.dbt / "unit")
    finished = subprocess.run(
        [str(DBT_EXECUTABLE), "--quiet", "test", "--select", "test_type:unit"],
        cwd=DBT_PROJECT_FOLDER,
        env={
            **clean_environment(),
            "POTLINE_DATA": str(copied.data),
            "DBT_TARGET_PATH": folder,
            "DBT_LOG_PATH": folder,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout[-4000:]
