"""Nothing is published when a check of severity error fails, or when a build is stopped."""

import os
import signal
import subprocess
from contextlib import closing
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from tests.integration.commands import POTLINE, call_potline, clean_environment
from tests.integration.conftest import SAMPLES


def test_a_folder_that_gives_no_article(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "empty.txt").write_text("", encoding="utf-8")
    called = call_potline("build", tmp_path / "landing", "--data", tmp_path / "data")
    assert called.exit_code == 1
    assert "1 check failed (raw/articles: no_empty_run). Nothing was published" in called.complaint
    assert "Traceback" not in called.complaint
    assert not (tmp_path / "data" / "published").exists()


def test_a_failing_dbt_test_stops_the_publication(copied: Settings) -> None:
    before = (copied.published / "current").resolve()
    with closing(duckdb.connect(copied.warehouse_path)) as connection:
        connection.execute("update extracted.statements set statement_text = 'Nobody said this.'")
        # Facts do not change but with their article: without something new the tables would not be made again.
        connection.execute("update raw.article_sources set first_seen_at = first_seen_at - interval 1 day")
    called = call_potline("build", SAMPLES, "--data", copied.data)
    assert called.exit_code == 1
    assert "dbt failed at test" in called.complaint and "Nothing was published" in called.complaint
    assert "Traceback" not in called.complaint
    assert (copied.published / "current").resolve() == before


def test_a_stopped_build_ends_clean(tmp_path: Path) -> None:
    data = tmp_path / "data"
    command: list[str | Path] = [POTLINE, "build", SAMPLES, "--data", data]
    with subprocess.Popen(
        command, env=clean_environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        assert first.startswith("Read the landing folder")
        os.killpg(process.pid, signal.SIGINT)
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint.splitlines()[-1] == "potline: Stopped; what was published before is as it was."
    assert "Traceback" not in complaint
    assert not (data / "published" / "current").exists()
    assert call_potline("status", "--data", data).exit_code == 1
