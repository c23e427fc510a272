"""Write the answers to the standard questions down as they are now: python -m tests.integration.write_answers.

Read the difference against ingest/samples before it is kept.
"""

import tempfile
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from tests.integration.commands import call_potline
from tests.integration.conftest import SAMPLES
from tests.integration.questions import ANSWERS, ask, write_answer
from tests.questions import read_questions

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", landing=SAMPLES)
        called = call_potline("build", SAMPLES, "--data", settings.data)
        if called.exit_code:
            raise SystemExit(called.complaint)
        for kept in ANSWERS.glob("*.csv"):
            kept.unlink()
        with duckdb.connect(settings.published_path, read_only=True) as connection:
            for name, sql in read_questions().items():
                write_answer(name, ask(connection, sql))
