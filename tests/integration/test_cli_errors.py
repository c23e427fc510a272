"""Whatever goes wrong, potline says one sentence on stderr and exits with a status that is not zero."""

import os
from pathlib import Path

import pytest

from orchestration.build_lock import hold_build_lock
from orchestration.settings import Settings
from tests.integration.commands import Called, call_potline
from tests.integration.conftest import SAMPLES, Built


def assert_one_sentence(called: Called, *words: str, exit_code: int = 1) -> None:
    last = called.complaint.splitlines()[-1]
    assert called.exit_code == exit_code, called.complaint
    assert last.startswith("potline: ")
    assert "Traceback" not in called.complaint
    for word in words:
        assert word in last


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--wrong"], "No such option"),
        (["frobnicate"], "No such command"),
        (["build", "one", "two"], "unexpected extra argument"),
        (["query"], "Missing argument 'SQL'"),
        (["query", "select 1", "--format", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_arguments(arguments: list[str], words: str) -> None:
    called = call_potline(*arguments)
    assert_one_sentence(called, words, exit_code=2)
    assert len(called.complaint.splitlines()) == 1


def test_a_missing_folder(tmp_path: Path) -> None:
    called = call_potline("build", tmp_path / "nowhere", "--data", tmp_path / "data")
    assert_one_sentence(called, "There is no folder")


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("One.", encoding="utf-8")
    called = call_potline("build", tmp_path / "one.txt", "--data", tmp_path / "data")
    assert_one_sentence(called, "is a file")


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    called = call_potline("build", tmp_path / "landing", "--data", tmp_path / "data")
    assert_one_sentence(called, "There is nothing to read in")


def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    called = call_potline("build", SAMPLES, "--data", tmp_path / "file" / "data")
    assert_one_sentence(called, "cannot be written")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for the superuser")
def test_a_read_only_data_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    assert_one_sentence(call_potline("build", SAMPLES, "--data", tmp_path / "data"), "cannot be written")


def test_a_second_build_while_one_runs(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, landing=SAMPLES)
    with hold_build_lock(settings.lock_path):
        called = call_potline("build", SAMPLES, "--data", tmp_path)
    assert_one_sentence(called, "Another build is running")


def test_a_limit_that_is_none() -> None:
    assert_one_sentence(call_potline("status", POTLINE_MAX_FILE_BYTES="many"), "whole number")


def test_nothing_is_published_yet(tmp_path: Path) -> None:
    assert_one_sentence(call_potline("status", "--data", tmp_path), "Nothing is published")
    assert_one_sentence(call_potline("query", "select 1", "--data", tmp_path), "Nothing is published")


@pytest.mark.parametrize(
    "sql",
    [
        "select nothing from nowhere",
        "selec 1",
        "delete from marts.dim_articles",
        "create table marts.mine (a integer)",
        "copy marts.dim_articles to 'out.csv'",
        "select * from read_text('/etc/hostname')",
        "",
    ],
)
def test_a_query_that_cannot_be_run(built: Built, tmp_path: Path, sql: str) -> None:
    called = call_potline("query", sql, "--data", built.settings.data, folder=tmp_path)
    assert_one_sentence(called, "The query")
    assert not list(tmp_path.iterdir())
