"""Reading the current release from Python."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from warehouse import read
from warehouse.errors import NotPublishedError, QueryError, WarehouseError
from warehouse.publish import publish

BuildMarts = Callable[..., None]


@pytest.fixture
def data(store: Path, published: Path, build_marts: BuildMarts) -> Path:
    """Publish a release and give the data folder."""
    build_marts("r1")
    publish(store, published)
    return published.parent


def test_pandas_and_arrow(data: Path) -> None:
    frame = read("select name from marts.dim_firms order by firm_id", data=data)
    assert isinstance(frame, pd.DataFrame)
    assert frame["name"].to_list()[:2] == ["Alpha", "Beta"]
    table = read("from marts.dim_firms order by firm_id", data=str(data), as_="arrow")
    assert isinstance(table, pa.Table)
    assert table["firm_id"].to_pylist() == ["a", "b", "c"]


def test_parameters_by_position_and_by_name(data: Path) -> None:
    by_position = read("select name from marts.dim_firms where firm_id = ?", ["b"], data=data)
    by_name = read("select name from marts.dim_firms where firm_id = $id", {"id": "b"}, data=data)
    assert by_position["name"].to_list() == by_name["name"].to_list() == ["Beta"]


def test_the_data_folder_is_looked_up_at_each_call(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POTLINE_DATA", str(data))
    assert len(read("from marts.dim_firms")) == 3
    monkeypatch.setenv("POTLINE_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(NotPublishedError, match="nowhere yet"):
        read("from marts.dim_firms")
    monkeypatch.delenv("POTLINE_DATA")
    monkeypatch.chdir(data.parent)
    assert len(read("from marts.dim_firms")) == 3


def test_each_call_sees_the_release_of_its_moment(
    data: Path, store: Path, published: Path, build_marts: BuildMarts
) -> None:
    build_marts("r2", "insert into marts.dim_firms values ('z', 'Zeta')", day=2)
    assert len(read("from marts.dim_firms", data=data)) == 3
    publish(store, published)
    assert len(read("from marts.dim_firms", data=data)) == 4


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("selec 1", "syntax error"),
        ("from marts.nothing", "nothing does not exist"),
        ("select name + 1 from marts.dim_firms", "The query failed"),
        ("", "gives no rows"),
        ("delete from marts.dim_firms", "read-only"),
        ("copy marts.dim_firms to 'firms.csv'", "The query failed"),
        ("from read_text('/etc/hostname')", "file system operations are disabled"),
        ("attach 'other.duckdb'", "The query failed"),
        ("set enable_external_access = true", "The query failed"),
    ],
)
def test_what_does_not_read_fails_with_one_sentence(data: Path, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as error:
        read(query, data=data)
    assert "\n" not in str(error.value)


def test_wrong_forms_and_damaged_files_are_told(data: Path, published: Path) -> None:
    with pytest.raises(ValueError, match="not 'polars'"):
        read("select 1", data=data, as_="polars")  # type: ignore[call-overload]
    (published / "current" / "potline.duckdb").write_bytes(b"broken" * 5000)
    with pytest.raises(WarehouseError, match="cannot be opened"):
        read("select 1", data=data)
