"""Where a build reads and writes, and its limits: read from the environment when asked for, never at import.

What a build does belongs in the assets; what one build was started with belongs in `resources`.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ingest.articles.columns import Columns, parse_columns
from ingest.articles.landing import Landing, is_remote
from ingest.engines.limit import ARTICLE_SECONDS
from warehouse.corrections_file import CORRECTIONS_FILE

PROJECT_FOLDER = Path(__file__).resolve().parents[1]
DBT_PROJECT_FOLDER = PROJECT_FOLDER / "dbt_project"
MANIFEST_PATH = DBT_PROJECT_FOLDER / "target" / "manifest.json"
WORLD_FOLDER = DBT_PROJECT_FOLDER / "seeds"

# Beside the Python that runs, whatever the path says: `.venv/bin/potline` is called without the environment active.
DBT_EXECUTABLE = Path(sys.executable).with_name("dbt")
PARSED_DBT_EXECUTABLE = Path(sys.executable).with_name("potline-dbt")

DATA_VARIABLE = "POTLINE_DATA"
INPUT_VARIABLE = "POTLINE_INPUT"
COLUMNS_VARIABLE = "POTLINE_COLUMNS"
WORKERS_VARIABLE = "POTLINE_WORKERS"
ENGINE_VARIABLE = "POTLINE_ENGINE"
SPARK_MASTER_VARIABLE = "POTLINE_SPARK_MASTER"
FRESH_VARIABLE = "POTLINE_FRESH_HOURS"
POSTGRES_URL_VARIABLE = "POTLINE_POSTGRES_URL"
POSTGRES_SCHEMA_VARIABLE = "POTLINE_POSTGRES_SCHEMA"
POSTGRES_READERS_VARIABLE = "POTLINE_POSTGRES_READERS"

FRESH_HOURS = 36


class Engine(StrEnum):
    """What extraction runs on."""

    LOCAL = "local"
    SPARK = "spark"


class SettingsError(Exception):
    """A setting that cannot be used; the message is one sentence for a person."""


@dataclass(frozen=True)
class Settings:
    """The folders and limits of one build. All paths are absolute; sizes are in bytes. Landing may be a URL."""

    data: Path
    landing: Landing
    columns: Columns = field(default_factory=Columns)
    max_file_bytes: int = 5_000_000
    max_page_bytes: int = 1_000_000
    max_unpacked_bytes: int = 100_000_000_000
    max_batch_bytes: int = 16_000_000
    max_extraction_bytes: int = 2_000_000
    article_seconds: int = ARTICLE_SECONDS
    releases_kept: int = 3
    workers: int | None = None
    engine: Engine = Engine.LOCAL
    spark_master: str = "local[*]"
    retries: int = 4
    retry_seconds: int = 2
    # It may hold a password, which no trace or log is to show.
    postgres_url: str | None = field(default=None, repr=False)
    postgres_schema: str = "marts"
    postgres_readers: tuple[str, ...] = ()

    @property
    def warehouse_path(self) -> Path:
        """The working DuckDB file that the build alone opens."""
        return self.data / "warehouse" / "potline.duckdb"

    @property
    def published(self) -> Path:
        """The folder of releases and of the link to the current one."""
        return self.data / "published"

    @property
    def published_path(self) -> Path:
        """The published DuckDB file, through the link to the current release."""
        return self.published / "current" / "potline.duckdb"

    @property
    def corrections_path(self) -> Path:
        """What analysts have put right, one line a correction; there need not be any."""
        return self.data / CORRECTIONS_FILE

    @property
    def dagster_home(self) -> Path:
        """Dagster's own records: runs, events, schedule and sensor state."""
        return self.data / "dagster"

    @property
    def dbt(self) -> Path:
        """The folder of dbt's target folders and logs, one a build."""
        return self.data / "dbt"

    @property
    def logs(self) -> Path:
        """The folder of build logs."""
        return self.data / "logs"

    @property
    def spark(self) -> Path:
        """The folder through which a build and Spark hand each other files; it is there only while they do."""
        return self.data / "spark"

    @property
    def lock_path(self) -> Path:
        """The file whose lock a running build holds."""
        return self.data / "build.lock"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that the environment gives; relative paths are relative to the current folder.

    Raises:
        SettingsError: a limit that is not a positive whole number or, of memory, no size; a mapping of columns that is none, or an engine that
            there is not.
    """
    # The package brings DuckDB, which `potline --help` need not wait for.
    from warehouse.memory import read_memory_limit

    variables = os.environ if environment is None else environment
    try:
        read_memory_limit(variables)
    except ValueError as error:
        raise SettingsError(str(error)) from None
    return Settings(
        data=find_data_folder(variables),
        landing=_landing(variables.get(INPUT_VARIABLE)),
        columns=_columns(variables.get(COLUMNS_VARIABLE)),
        max_file_bytes=_limit(variables, "POTLINE_MAX_FILE_BYTES", Settings.max_file_bytes),
        max_page_bytes=_limit(variables, "POTLINE_MAX_PAGE_BYTES", Settings.max_page_bytes),
        max_unpacked_bytes=_limit(variables, "POTLINE_MAX_UNPACKED_BYTES", Settings.max_unpacked_bytes),
        max_batch_bytes=_limit(variables, "POTLINE_MAX_BATCH_BYTES", Settings.max_batch_bytes),
        max_extraction_bytes=_limit(variables, "POTLINE_MAX_EXTRACTION_BYTES", Settings.max_extraction_bytes),
        article_seconds=_limit(variables, "POTLINE_ARTICLE_SECONDS", Settings.article_seconds),
        releases_kept=_limit(variables, "POTLINE_RELEASES_KEPT", Settings.releases_kept),
        workers=_limit(variables, WORKERS_VARIABLE, 0) or None,
        engine=_engine(variables.get(ENGINE_VARIABLE)),
        spark_master=variables.get(SPARK_MASTER_VARIABLE) or Settings.spark_master,
        retries=_limit(variables, "POTLINE_RETRIES", Settings.retries, least=0),
        retry_seconds=_limit(variables, "POTLINE_RETRY_SECONDS", Settings.retry_seconds),
        postgres_url=_postgres_url(variables.get(POSTGRES_URL_VARIABLE)),
        postgres_schema=_postgres_schema(variables.get(POSTGRES_SCHEMA_VARIABLE)),
        postgres_readers=_names(variables.get(POSTGRES_READERS_VARIABLE)),
    )


def find_data_folder(variables: Mapping[str, str]) -> Path:
    """Return the folder that holds everything a build writes, whatever else is wrong with the settings."""
    return _folder(variables.get(DATA_VARIABLE), PROJECT_FOLDER / "data")


def read_fresh_hours(environment: Mapping[str, str] | None = None) -> int:
    """Return the hours after which a release that no build has confirmed is stale: a day and a half for a daily build.

    Raises:
        SettingsError: it is not a positive whole number.
    """
    variables = os.environ if environment is None else environment
    return _limit(variables, FRESH_VARIABLE, FRESH_HOURS)


def is_postgres_configured(environment: Mapping[str, str] | None = None) -> bool:
    """Return whether a build publishes to PostgreSQL, too."""
    variables = os.environ if environment is None else environment
    return bool(variables.get(POSTGRES_URL_VARIABLE))


def _folder(value: str | None, default: Path) -> Path:
    return Path(value).expanduser().absolute() if value else default


def _landing(value: str | None) -> Landing:
    if value and is_remote(value):
        return value
    return _folder(value, PROJECT_FOLDER / "ingest" / "samples")


def _columns(value: str | None) -> Columns:
    try:
        return parse_columns(value or "")
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _engine(value: str | None) -> Engine:
    try:
        return Engine(value or Engine.LOCAL)
    except ValueError:
        raise SettingsError(f"{ENGINE_VARIABLE} must be {' or '.join(Engine)}, not {value!r}.") from None


def _postgres_url(value: str | None) -> str | None:
    if not value:
        return None
    from warehouse.postgres.address import read_address

    try:
        read_address(value)
    except ValueError as error:
        raise SettingsError(str(error)) from None
    return value


def _postgres_schema(value: str | None) -> str:
    if not value:
        return Settings.postgres_schema
    from warehouse.postgres.schemas import check_schema_name

    try:
        check_schema_name(value)
    except ValueError as error:
        raise SettingsError(str(error)) from None
    return value


def _names(value: str | None) -> tuple[str, ...]:
    """Return names with commas between, each once."""
    return tuple(dict.fromkeys(name for part in (value or "").split(",") if (name := part.strip())))


def _limit(variables: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    value = variables.get(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        wanted = "a positive whole number" if least else "a whole number, or 0"
        raise SettingsError(f"{name} must be {wanted}, not {value!r}.")
    return int(value)
