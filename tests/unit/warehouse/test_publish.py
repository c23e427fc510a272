"""Publishing a release."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest

from warehouse import releases
from warehouse.errors import PublishError, WarehouseError
from warehouse.publish import fingerprint_marts, publish
from warehouse.releases import Draft, current_release, publishing

BuildMarts = Callable[..., None]

HOLD = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(con.execute("select count(*), max(name) from marts.dim_firms").fetchall(), flush=True)
"""


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_only_marts_is_published_with_keys_and_comments(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    build_marts("r1")
    release = publish(store, published)
    assert (release.release_id, release.is_unchanged) == ("r1", False)
    with duckdb.connect(str(published / "current" / "potline.duckdb"), read_only=True) as con:
        tables = con.execute(
            "select schema_name, table_name, comment from duckdb_tables() order by all"
        ).fetchall()
        assert tables == [
            ("marts", "dim_firms", "One row is one firm's."),
            ("marts", "dim_release", None),
            ("marts", "fct_counts", None),
        ]
        comment = con.execute(
            "select comment from duckdb_columns() where column_name = 'name' and not internal"
        )
        assert comment.fetchall() == [("What it is called.",)]
        keys = con.execute(
            "select constraint_type, constraint_column_names from duckdb_constraints() order by all"
        )
        assert keys.fetchall() == [("NOT NULL", ["firm_id"]), ("PRIMARY KEY", ["firm_id"])]
        rows = con.execute("from potline.marts.dim_firms").fetchall()
        assert rows == [("a", "Alpha"), ("b", "Beta"), ("c", None)]
        tags = con.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = 'potline'"
        )
        assert "v1.2.0" in tags.fetchall()[0][0]
    assert not list(published.rglob("*.wal"))


def test_the_manifest_tells_what_is_there(store: Path, published: Path, build_marts: BuildMarts) -> None:
    build_marts("r1")
    release = publish(store, published)
    manifest = json.loads((published / "current" / "manifest.json").read_text())
    assert manifest == release.manifest
    assert (manifest["release_id"], manifest["built_at"]) == ("r1", "2024-03-01T08:00:00Z")
    assert manifest["inputs"] == {"article_count": 5, "extractor_version": "e1", "code_version": "c1"}
    assert release.row_counts == {"dim_firms": 3, "dim_release": 1, "fct_counts": 3}
    assert manifest["tables"]["dim_firms"]["primary_key"] == ["firm_id"]
    assert manifest["tables"]["dim_firms"]["columns"][1] == {
        "name": "name",
        "type": "VARCHAR",
        "is_nullable": True,
        "description": "What it is called.",
    }
    on_disk = {
        path.relative_to(release.folder).as_posix() for path in release.folder.rglob("*") if path.is_file()
    }
    assert set(manifest["files"]) == on_disk - {"manifest.json", manifest["checksums"]}
    for name, described in manifest["files"].items():
        content = (release.folder / name).read_bytes()
        assert described == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_parquet_holds_the_same_rows(store: Path, published: Path, build_marts: BuildMarts) -> None:
    build_marts("r1")
    release = publish(store, published)
    assert names_in(release.parquet) == ["dim_firms.parquet", "dim_release.parquet", "fct_counts.parquet"]
    table = pyarrow.parquet.read_table(release.parquet / "dim_firms.parquet")
    assert table.to_pydict() == {"firm_id": ["a", "b", "c"], "name": ["Alpha", "Beta", None]}
    metadata = pyarrow.parquet.ParquetFile(release.parquet / "dim_firms.parquet").metadata
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_documents_are_part_of_the_release(store: Path, published: Path, build_marts: BuildMarts) -> None:
    def write_page(draft: Draft) -> None:
        with duckdb.connect(str(draft.database), read_only=True) as con:
            count = con.execute("select count(*) from marts.dim_firms").fetchall()[0][0]
        before = draft.before.release_id if draft.before else None
        (draft.folder / "page.html").write_text(f"{draft.release_id} {draft.built_at} {count} {before}")

    build_marts("r1")
    first = publish(store, published, document_writers=[write_page])
    build_marts("r2", "insert into marts.dim_firms values ('d', 'Delta')", day=2)
    second = publish(store, published, document_writers=[write_page])
    assert (first.folder / "page.html").read_text() == "r1 2024-03-01T08:00:00Z 3 None"
    assert (second.folder / "page.html").read_text() == "r2 2024-03-02T08:00:00Z 4 r1"
    digest = hashlib.sha256((second.folder / "page.html").read_bytes()).hexdigest()
    assert second.manifest["files"]["page.html"]["sha256"] == digest


def test_a_document_that_cannot_be_written_leaves_the_release_before(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    def fail(draft: Draft) -> None:
        (draft.folder / "half.html").write_text("<p>")
        raise PublishError("No page.")

    build_marts("r1")
    publish(store, published)
    build_marts("r2", "insert into marts.dim_firms values ('d', 'Delta')", day=2)
    with pytest.raises(PublishError, match="No page"):
        publish(store, published, document_writers=[fail])
    release = current_release(published)
    assert release is not None and release.release_id == "r1"
    publish(store, published)
    assert names_in(published / "releases") == ["r1", "r2"]


def test_the_same_content_is_not_published_twice(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    build_marts("r1")
    publish(store, published)
    build_marts("r2", day=2)
    release = publish(store, published)
    assert (release.release_id, release.is_unchanged) == ("r1", True)
    assert names_in(published / "releases") == ["r1"]


@pytest.mark.parametrize(
    "change",
    [
        "insert into marts.dim_firms values ('d', 'Delta')",
        "insert into marts.fct_counts values (null, 3)",
        "update marts.dim_firms set name = 'null' where name is null",
        "update marts.dim_release set code_version = 'c2'",
        "comment on column marts.dim_firms.name is 'Its name.'",
        "create table marts.dim_more as select 1 as one",
    ],
)
def test_any_change_of_content_changes_the_fingerprint(
    store: Path, build_marts: BuildMarts, change: str
) -> None:
    build_marts("r1")
    before = fingerprint_marts(store)
    build_marts("r1", change)
    assert fingerprint_marts(store) != before


def test_the_order_of_rows_and_the_release_do_not_matter(store: Path, build_marts: BuildMarts) -> None:
    build_marts("r1")
    before = fingerprint_marts(store)
    reverse = [
        "delete from marts.dim_firms",
        "insert into marts.dim_firms values ('c', null), ('b', 'Beta'), ('a', 'Alpha')",
    ]
    build_marts("r2", *reverse, day=2)
    assert fingerprint_marts(store) == before


def test_a_published_file_has_the_fingerprint_of_its_source(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    build_marts("r1")
    release = publish(store, published)
    assert fingerprint_marts(release.database) == fingerprint_marts(store) == release.content_fingerprint


def test_a_view_is_published_as_a_table(store: Path, published: Path, build_marts: BuildMarts) -> None:
    build_marts("r1", "create or replace view marts.all_firms as select firm_id from marts.dim_firms")
    assert publish(store, published).row_counts["all_firms"] == 3


def test_the_newest_releases_stay_and_the_current_one_whatever_its_time(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    for number in range(1, 6):
        build_marts(f"r{number}", f"insert into marts.dim_firms values ('n{number}', '')", day=number)
        publish(store, published, keep=3)
    assert names_in(published / "releases") == ["r3", "r4", "r5"]
    build_marts("late", "delete from marts.dim_firms", day=1)
    publish(store, published, keep=2)
    assert names_in(published / "releases") == ["late", "r5"]
    assert (published / "current").readlink() == Path("releases/late")


def test_a_reader_of_the_old_release_is_not_disturbed(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    build_marts("r1")
    publish(store, published, keep=1)
    path = published / "current" / "potline.duckdb"
    reader = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdin is not None
    assert reader.stdout is not None

    def ask() -> str:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write("\n")
        reader.stdin.flush()
        return reader.stdout.readline().strip()

    try:
        assert ask() == "[(3, 'Beta')]"
        build_marts("r2", "insert into marts.dim_firms values ('z', 'Zeta')", day=2)
        publish(store, published, keep=1)
        assert names_in(published / "releases") == ["r2"]
        assert ask() == "[(3, 'Beta')]"
        with duckdb.connect(str(path), read_only=True) as con:
            assert con.execute("select max(name) from marts.dim_firms").fetchall() == [("Zeta",)]
    finally:
        reader.communicate()


def test_a_damaged_release_is_replaced(store: Path, published: Path, build_marts: BuildMarts) -> None:
    build_marts("r1")
    (publish(store, published).folder / "manifest.json").write_text("{")
    with pytest.raises(PublishError, match="no readable manifest"):
        current_release(published)
    build_marts("r2", day=2)
    release = publish(store, published)
    assert (release.release_id, release.is_unchanged) == ("r2", False)
    release.database.unlink()
    with pytest.raises(PublishError, match=r"has no file potline\.duckdb"):
        current_release(published)


def test_one_publisher_at_a_time(store: Path, published: Path, build_marts: BuildMarts) -> None:
    build_marts("r1")
    with publishing(published), pytest.raises(PublishError, match="Another process is publishing"):
        publish(store, published)
    assert publish(store, published).release_id == "r1"


def test_a_release_is_not_overwritten_by_another_of_its_name(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    build_marts("r1")
    publish(store, published)
    build_marts("r1", "delete from marts.dim_firms")
    with pytest.raises(PublishError, match="already published with other content"):
        publish(store, published)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("drop table marts.dim_release", "no table marts.dim_release"),
        ("delete from marts.dim_release", "must have one row, not 0"),
        ("update marts.dim_release set release_id = '../r'", "cannot be named"),
        ("update marts.dim_release set release_id = '/r'", "cannot be named"),
        ("update marts.dim_release set release_id = '.r'", "cannot be named"),
        ("update marts.dim_release set release_id = ''", "cannot be named"),
        ("update marts.dim_release set release_id = 'r' || chr(10)", "cannot be named"),
        ("update marts.dim_release set release_id = chr(27) || '[31mr'", "cannot be named"),
        ("update marts.dim_release set release_id = repeat('r', 101)", "cannot be named"),
    ],
)
def test_what_cannot_be_published_is_told(
    store: Path, published: Path, build_marts: BuildMarts, statement: str, message: str
) -> None:
    build_marts("r1", statement)
    with pytest.raises(PublishError, match=message):
        publish(store, published)
    assert current_release(published) is None


def test_a_missing_working_file_and_a_wrong_count_are_told(store: Path, published: Path) -> None:
    with pytest.raises(WarehouseError, match="There is no warehouse"):
        publish(store, published)
    with pytest.raises(ValueError, match="At least one release"):
        publish(store, published, keep=0)


def test_the_folder_of_publications_can_be_moved(
    store: Path, published: Path, build_marts: BuildMarts
) -> None:
    build_marts("r1")
    publish(store, published)
    moved = published.rename(published.with_name("moved"))
    current = releases.current_release(moved)
    assert current is not None
    assert current.database.is_file()
