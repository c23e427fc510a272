"""The same rows whatever extraction runs on, and one sentence when Spark cannot do it."""

import importlib.util
import os
import shutil
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.engines.spark import SparkError, check_spark
from ingest.lexicon import extractor_version
from orchestration.assets.extracted import extract_articles
from orchestration.assets.raw import read_folder
from orchestration.progress import SilentProgress, Step
from orchestration.resources import start_build
from orchestration.settings import WORLD_FOLDER, Engine, Settings
from tests.corpus.write import write_corpus
from tests.integration.commands import call_potline
from tests.integration.digest import digest_extraction
from tests.integration.executors import ExecutorKiller
from tests.integration.test_cli_errors import assert_one_sentence
from warehouse.extractions import measure_stale_articles
from warehouse.store import open_store

needs_pyspark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed: make spark"
)
needs_java = pytest.mark.skipif(
    shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="there is no Java"
)
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc")

ARTICLES = 160
VERSION = extractor_version(WORLD_FOLDER)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse with a generated corpus read and nothing extracted."""
    folder = tmp_path_factory.mktemp("read")
    write_corpus(folder / "landing", ARTICLES, seed=3, form="parquet")
    settings = Settings(data=folder / "data", landing=folder / "landing", max_extraction_bytes=16_000)
    read_folder(start_build(settings, run_id="read", full_refresh=False), SilentProgress())
    return settings


@pytest.fixture(scope="module")
def wanted(read: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What one process of this machine extracts."""
    return extract(copy_data(read, tmp_path_factory.mktemp("one"), workers=1))


@pytest.fixture
def spark_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installed Spark under a path of the test's own: a cluster on one machine writes its logs into it."""
    found = importlib.util.find_spec("pyspark")
    assert found is not None and found.origin is not None
    home = tmp_path / "spark-home"
    home.mkdir()
    for entry in Path(found.origin).parent.iterdir():
        if entry.name != "work":
            (home / entry.name).symlink_to(entry)
    monkeypatch.setenv("SPARK_HOME", str(home))
    return home


def copy_data(read: Settings, folder: Path, **changes: object) -> Settings:
    data = folder / "data"
    shutil.copytree(read.data, data)
    return replace(read, data=data, **changes)  # type: ignore[arg-type]


def extract(settings: Settings) -> str:
    build = start_build(settings, run_id="extract", full_refresh=False)
    assert extract_articles(build, SilentProgress(), VERSION) > 0
    assert not settings.spark.exists()
    return digest_extraction(settings.warehouse_path)


def test_two_processes_give_the_same_rows(read: Settings, wanted: str, tmp_path: Path) -> None:
    assert extract(copy_data(read, tmp_path, workers=2)) == wanted


@needs_pyspark
@needs_java
def test_spark_gives_the_same_rows(read: Settings, wanted: str, tmp_path: Path) -> None:
    settings = copy_data(read, tmp_path, engine=Engine.SPARK, spark_master="local[2]")
    assert extract(settings) == wanted
    # Nothing is left to do, and Spark is not started for it.
    build = start_build(replace(settings, spark_master="nonsense"), run_id="again", full_refresh=False)
    assert extract_articles(build, SilentProgress(), VERSION) == 0


class StoppingProgress(SilentProgress):
    """Stops the build when the first batch has been committed."""

    def advance(self, step: Step, count: int = 1) -> None:
        raise KeyboardInterrupt


@needs_pyspark
@needs_java
def test_a_stopped_build_goes_on_on_any_engine(read: Settings, wanted: str, tmp_path: Path) -> None:
    settings = copy_data(read, tmp_path, engine=Engine.SPARK, spark_master="local[2]")
    build = start_build(settings, run_id="stopped", full_refresh=False)
    with pytest.raises(KeyboardInterrupt):
        extract_articles(build, StoppingProgress(), VERSION)
    with open_store(settings.warehouse_path) as connection:
        left = measure_stale_articles(connection, VERSION).article_count
    assert 0 < left < ARTICLES
    assert extract(replace(settings, engine=Engine.LOCAL, workers=1)) == wanted


@needs_pyspark
@needs_java
@needs_proc
def test_a_cluster_that_loses_an_executor_gives_the_same_rows(
    read: Settings, wanted: str, tmp_path: Path, spark_home: Path
) -> None:
    settings = copy_data(read, tmp_path, engine=Engine.SPARK, spark_master="local-cluster[2,1,1024]")
    killer = ExecutorKiller(settings.spark)
    killer.start()
    assert extract(settings) == wanted
    assert killer.killed, "no executor was killed"


@needs_pyspark
@needs_java
def test_a_failed_job_is_one_sentence_and_leaves_nothing(read: Settings, tmp_path: Path) -> None:
    settings = copy_data(read, tmp_path, engine=Engine.SPARK, spark_master="local[2]")
    build = start_build(settings, run_id="fail", full_refresh=False)
    with pytest.raises(SparkError, match=r"^The Spark job failed: OtherCodeError: the executor has version"):
        extract_articles(build, SilentProgress(), "another")
    assert not settings.spark.exists()


@needs_pyspark
@needs_java
def test_a_master_that_is_none_is_told(read: Settings, tmp_path: Path) -> None:
    settings = copy_data(read, tmp_path, engine=Engine.SPARK, spark_master="nonsense")
    build = start_build(settings, run_id="fail", full_refresh=False)
    with pytest.raises(SparkError, match=r"^Spark did not start on nonsense: .+\.$"):
        extract_articles(build, SilentProgress(), VERSION)


@needs_pyspark
@needs_java
def test_a_master_that_does_not_answer_is_told_before_anything_is_read(
    read: Settings, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers, and nobody else can
        master = f"spark://127.0.0.1:{taken.getsockname()[1]}"
        called = call_potline(
            "build", read.data, "--data", tmp_path / "data", "--engine", "spark", "--master", master
        )
    assert_one_sentence(called, f"The Spark master {master} cannot be reached.")
    assert not (tmp_path / "data").exists()


@needs_pyspark
def test_a_machine_without_java_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SparkError, match="needs Java 17 or newer"):
        check_spark("local")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SparkError, match="none in JAVA_HOME"):
        check_spark("local")


def test_a_missing_pyspark_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(SparkError, match="needs pyspark"):
        check_spark("local")
