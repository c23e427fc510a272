from pathlib import Path

import pytest

from ingest.articles.columns import Columns
from orchestration.settings import PROJECT_FOLDER, SettingsError, read_settings


def test_the_defaults_lie_in_the_project() -> None:
    settings = read_settings({})
    assert settings.data == PROJECT_FOLDER / "data"
    assert settings.landing == PROJECT_FOLDER / "ingest" / "samples"


def test_relative_folders_are_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({"POTLINE_DATA": "out", "POTLINE_INPUT": "in"})
    assert (settings.data, settings.landing) == (tmp_path / "out", tmp_path / "in")
    assert settings.published_path == tmp_path / "out" / "published" / "current" / "potline.duckdb"


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_limit_is_a_positive_whole_number(value: str) -> None:
    with pytest.raises(SettingsError, match="POTLINE_MAX_FILE_BYTES must be a positive whole number"):
        read_settings({"POTLINE_MAX_FILE_BYTES": value})


@pytest.mark.parametrize("value", ["2", "0GB", "2TB", "-1GB", "80%", "1GB; drop table x"])
def test_a_limit_of_memory_is_a_size(value: str) -> None:
    with pytest.raises(SettingsError, match="POTLINE_MEMORY must be a size such as"):
        read_settings({"POTLINE_MEMORY": value})


def test_no_retries_at_all_can_be_asked_for() -> None:
    assert read_settings({"POTLINE_RETRIES": "0"}).retries == 0
    with pytest.raises(SettingsError, match="POTLINE_RETRIES must be a whole number, or 0"):
        read_settings({"POTLINE_RETRIES": "none"})


def test_limits_are_read() -> None:
    settings = read_settings({"POTLINE_MAX_FILE_BYTES": "10", "POTLINE_RELEASES_KEPT": "2"})
    assert (settings.max_file_bytes, settings.releases_kept) == (10, 2)


def test_a_url_stays_as_it_is_and_columns_are_mapped() -> None:
    settings = read_settings({"POTLINE_INPUT": "s3://bucket/news//a", "POTLINE_COLUMNS": "text=body"})
    assert settings.landing == "s3://bucket/news//a"
    assert settings.columns == Columns(text=("body",))


def test_a_mapping_of_columns_that_is_none_is_told() -> None:
    with pytest.raises(SettingsError, match="is not of that form"):
        read_settings({"POTLINE_COLUMNS": "body"})


def test_the_password_of_a_server_is_in_no_text_of_the_settings() -> None:
    settings = read_settings(
        {
            "POTLINE_POSTGRES_URL": "postgresql://u:secret@h/d",
            "POTLINE_POSTGRES_SCHEMA": "news",
            "POTLINE_POSTGRES_READERS": "bi, analysts,,bi",
        }
    )
    assert settings.postgres_url == "postgresql://u:secret@h/d"
    assert (settings.postgres_schema, settings.postgres_readers) == ("news", ("bi", "analysts"))
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    "settings",
    [{"POTLINE_POSTGRES_URL": "postgresql://u:se@cret@h/d"}, {"POTLINE_POSTGRES_SCHEMA": "public"}],
    ids=["url", "schema"],
)
def test_a_server_that_cannot_be_is_told(settings: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(settings)
    assert "cret" not in str(caught.value)
