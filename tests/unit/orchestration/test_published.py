"""What a query on a release may do: read its tables, and nothing else, whoever writes it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from orchestration.published import open_published
from orchestration.settings import Settings
from tests.integration.small_releases import make_release
from warehouse.read import open_release

Open = Callable[[Path], AbstractContextManager[duckdb.DuckDBPyConnection]]

FORBIDDEN = [
    "create table marts.mine as select 1",
    "create or replace table marts.dim_firms as select 1",
    "insert into marts.dim_firms values ('x', 'x')",
    "update marts.dim_firms set name = 'x'",
    "delete from marts.dim_firms",
    "truncate marts.dim_firms",
    "drop table marts.dim_firms",
    "alter table marts.dim_firms add column more integer",
    "comment on table marts.dim_firms is 'x'",
    "copy marts.dim_firms to '{folder}/out.csv'",
    "copy (select 1) to '{folder}/out.parquet' (format parquet)",
    "copy marts.dim_firms from '{folder}/secret.csv'",
    "export database '{folder}/out'",
    "import database '{folder}'",
    "attach '{folder}/other.duckdb' as other",
    "attach '{folder}/r1/potline.duckdb' as working",
    "from read_text('{folder}/secret.csv')",
    "from read_blob('{folder}/*')",
    "from read_csv('{folder}/secret.csv')",
    "from sniff_csv('{folder}/secret.csv')",
    "from '{folder}/secret.csv'",
    "from glob('{folder}/*')",
    "from read_csv('/dev/stdin')",
    "from read_text('https://192.0.2.1/a')",
    "from 'https://192.0.2.1/a.csv'",
    "from secret_frame",
    "install httpfs",
    "load httpfs",
    "load '{folder}/evil.duckdb_extension'",
    "create secret (type s3, key_id 'a', secret 'b')",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set memory_limit = '100GB'",
    "set temp_directory = '{folder}'",
    "set allowed_directories = ['{folder}']",
    "set allow_unsigned_extensions = true",
    "reset lock_configuration",
    "pragma memory_limit = '100GB'",
    "set global threads = 64",
]


@contextmanager
def open_by_command(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(Settings(data=data, landing=data)) as connection:
        yield connection


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a release beside files that nobody who asks it may read."""
    folder = tmp_path_factory.mktemp("hostile")
    make_release(folder, "r1")
    (folder / "secret.csv").write_text("a,b\n1,secret\n")
    return folder / "r1"


@pytest.fixture(params=["command", "python"])
def connection(request: pytest.FixtureRequest, data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    openers: dict[str, Open] = {
        "command": open_by_command,
        "python": lambda folder: closing(open_release(folder)),
    }
    with openers[request.param](data) as opened:
        yield opened


@pytest.mark.parametrize("query", FORBIDDEN)
def test_a_query_does_nothing_but_read(connection: duckdb.DuckDBPyConnection, data: Path, query: str) -> None:
    # A table of the process that asks, which DuckDB would find by its name.
    secret_frame = pa.table({"a": ["secret"]})
    assert secret_frame.num_rows
    before = sorted(data.parent.rglob("*"))
    with pytest.raises(duckdb.Error):
        connection.execute(query.format(folder=data.parent)).fetchall()
    assert sorted(data.parent.rglob("*")) == before
    assert connection.execute("select count(*) from marts.dim_firms").fetchall() == [(3,)]


def test_a_query_that_reads_is_answered(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute("select name from marts.dim_firms order by firm_id").fetchall()[0] == ("Alpha",)
