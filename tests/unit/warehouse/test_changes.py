"""What changed since the release before."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.changes import CHANGES_FILE, write_changes
from warehouse.publish import publish

BuildMarts = Callable[..., None]

FACTS = """
create or replace table marts.dim_articles (article_id varchar not null, title varchar, primary key (article_id));
insert into marts.dim_articles values ('a1', 'One'), ('a2', 'Two'), ('a3', null);
create or replace table marts.bridge_meeting_articles (
    meeting_id varchar not null, article_id varchar not null, primary key (meeting_id, article_id)
);
insert into marts.bridge_meeting_articles values ('m1', 'a1'), ('m1', 'a2'), ('m2', 'a3');
create or replace table marts.fct_meetings (meeting_id varchar not null, topic varchar, primary key (meeting_id));
insert into marts.fct_meetings values ('m1', 'power'), ('m2', null);
"""
COMMIT = "update marts.dim_release set {} = 'other'"
TOPICS = "update marts.fct_meetings set topic = 'land'"


@pytest.fixture
def release(store: Path, published: Path, build_marts: BuildMarts) -> Callable[..., dict[str, Any]]:
    """Build and publish the next release, and read its changes."""
    days = iter(range(1, 20))

    def publish_next(*statements: str) -> dict[str, Any]:
        day = next(days)
        build_marts(f"r{day}", FACTS, *statements, day=day)
        folder = publish(store, published, document_writers=[write_changes]).folder
        changes: dict[str, Any] = json.loads((folder / CHANGES_FILE).read_text(encoding="utf-8"))
        return changes

    return publish_next


Release = Callable[..., dict[str, Any]]


def counts(table: dict[str, Any]) -> tuple[int, int, int]:
    return table["added"], table["changed"], table["removed"]


def test_of_the_first_release_everything_is_new(release: Release, published: Path) -> None:
    changes = release()
    assert (changes["from_release"], changes["to_release"], changes["note"]) == (None, "r1", None)
    assert "dim_release" not in changes["tables"]
    assert {name: counts(table) for name, table in changes["tables"].items()} == {
        "bridge_meeting_articles": (3, 0, 0),
        "dim_articles": (3, 0, 0),
        "dim_firms": (3, 0, 0),
        "fct_counts": (3, 0, 0),
        "fct_meetings": (2, 0, 0),
    }
    assert changes["tables"]["dim_firms"]["state"] == "new"
    assert changes["reasons"] == {
        "new_articles": 3,
        "changed_articles": 0,
        "removed_articles": 0,
        "extractor_version": None,
        "code_version": None,
        "corrections": None,
    }
    assert sorted(path.name for path in (published / "releases").iterdir()) == ["r1"]


def test_rows_are_compared_by_key(release: Release) -> None:
    release()
    changes = release(
        "delete from marts.dim_firms where firm_id = 'a'",
        "update marts.dim_firms set name = 'null' where name is null",
        "insert into marts.dim_firms values ('e', null), ('d', null)",
    )
    assert (changes["from_release"], changes["to_release"]) == ("r1", "r2")
    firms = changes["tables"]["dim_firms"]
    assert (firms["state"], firms["key"], counts(firms)) == ("kept", ["firm_id"], (2, 1, 1))
    assert firms["examples"] == {"added": [["d"], ["e"]], "changed": [["c"]], "removed": [["a"]]}
    assert counts(changes["tables"]["fct_meetings"]) == (0, 0, 0)
    assert changes["tables"]["fct_meetings"]["examples"] == {}


def test_null_is_a_value_of_its_own(release: Release) -> None:
    release()
    changes = release("update marts.dim_firms set name = '' where name is null")
    assert counts(changes["tables"]["dim_firms"]) == (0, 1, 0)
    changes = release("update marts.dim_firms set name = null where name = 'Beta'")
    assert counts(changes["tables"]["dim_firms"]) == (0, 2, 0)


def test_rows_without_a_key_are_counted(release: Release) -> None:
    release()
    changes = release(
        "insert into marts.fct_counts values ('2024-01-02', 1), (null, null)",
        "delete from marts.fct_counts where amount = 3",
    )
    assert counts(changes["tables"]["fct_counts"]) == (2, 0, 1)
    assert changes["tables"]["fct_counts"]["examples"] == {}


def test_many_keys_are_not_all_listed(release: Release) -> None:
    release()
    changes = release(
        "insert into marts.dim_firms select 'n' || lpad(i::varchar, 3, '0'), '' from range(150) t(i)"
    )
    firms = changes["tables"]["dim_firms"]
    assert firms["added"] == 150
    assert len(firms["examples"]["added"]) == changes["examples_limit"] == 100
    assert firms["examples"]["added"][-1] == ["n099"]


def test_a_new_column_is_told_and_changes_no_row(release: Release) -> None:
    release()
    changes = release(
        "alter table marts.dim_firms add column place varchar default 'Baise'",
        "alter table marts.fct_counts alter amount type bigint",
        "update marts.dim_firms set name = 'Gamma' where firm_id = 'c'",
    )
    firms = changes["tables"]["dim_firms"]
    assert (firms["columns"], counts(firms)) == ({"added": ["place"]}, (0, 1, 0))
    assert changes["tables"]["fct_counts"]["columns"] == {"retyped": ["amount"]}
    assert counts(changes["tables"]["fct_counts"]) == (0, 0, 0)
    assert release()["tables"]["dim_firms"]["columns"] == {"removed": ["place"]}


def test_tables_come_and_go(release: Release) -> None:
    release("create table marts.dim_more as select 1 as one")
    changes = release("drop table marts.dim_more", "create table marts.dim_other as from range(4)")
    assert (changes["tables"]["dim_more"]["state"], counts(changes["tables"]["dim_more"])) == (
        "gone",
        (0, 0, 1),
    )
    assert (changes["tables"]["dim_other"]["state"], counts(changes["tables"]["dim_other"])) == (
        "new",
        (4, 0, 0),
    )


def test_another_key_makes_other_rows(release: Release) -> None:
    release()
    changes = release(
        "create or replace table marts.fct_meetings (meeting_id varchar, topic varchar, primary key (topic))",
        "insert into marts.fct_meetings values ('m1', 'power')",
    )
    assert counts(changes["tables"]["fct_meetings"]) == (0, 0, 1)
    assert changes["tables"]["fct_meetings"]["key"] == []


def test_a_row_changes_because_of_its_articles(release: Release) -> None:
    release()
    changes = release(
        "delete from marts.dim_articles where article_id = 'a3'",
        "delete from marts.bridge_meeting_articles where article_id = 'a3'",
        "delete from marts.fct_meetings where meeting_id = 'm2'",
        "update marts.dim_articles set title = 'Two, amended' where article_id = 'a2'",
        "insert into marts.dim_articles values ('a4', 'Four')",
        "insert into marts.fct_meetings values ('m4', null), ('m5', null)",
        "insert into marts.bridge_meeting_articles values ('m4', 'a4')",
        "update marts.fct_meetings set topic = 'land' where meeting_id = 'm1'",
    )
    assert {name: n for name, n in changes["reasons"].items() if n} == {
        "new_articles": 1,
        "changed_articles": 1,
        "removed_articles": 1,
    }
    meetings = changes["tables"]["fct_meetings"]
    assert meetings["reasons"] == {
        "added": {"new_articles": 1, "resolution": 1},
        "changed": {"changed_articles": 1},
        "removed": {"removed_articles": 1},
    }
    assert changes["tables"]["bridge_meeting_articles"]["reasons"] == {
        "added": {"new_articles": 1},
        "removed": {"removed_articles": 1},
    }


@pytest.mark.parametrize("version", ["extractor_version", "code_version"])
def test_other_code_is_a_reason(release: Release, version: str) -> None:
    release()
    changes = release(COMMIT.format(version), TOPICS)
    assert changes["reasons"][version] == {"from": f"{version[0]}1", "to": "other"}
    assert changes["tables"]["fct_meetings"]["reasons"] == {"changed": {version: 2}}


def test_corrections_are_a_reason(release: Release) -> None:
    release(
        "create or replace table marts.fct_corrections (correction_id varchar, correction_reason varchar, is_applied boolean)",
        "insert into marts.fct_corrections values ('x', 'why', false), ('y', 'why', true)",
    )
    changes = release("update marts.fct_corrections set is_applied = true", TOPICS)
    assert changes["reasons"]["corrections"] is None
    assert changes["tables"]["fct_meetings"]["reasons"] == {"changed": {"resolution": 2}}
    changes = release(
        "delete from marts.fct_corrections where correction_id = 'y'",
        "update marts.fct_corrections set correction_reason = 'because' where correction_id = 'x'",
        "insert into marts.fct_corrections values ('z', 'why', true)",
    )
    assert changes["reasons"]["corrections"] == {"added": 1, "changed": 1, "removed": 1}
    assert changes["tables"]["fct_meetings"]["reasons"] == {"changed": {"corrections": 2}}


def test_a_damaged_release_before_is_none(release: Release, published: Path) -> None:
    release()
    database = (published / "current" / "potline.duckdb").resolve()
    whole = database.read_bytes()
    # Past the headers, so that it opens and cannot be read.
    database.write_bytes(whole[:12288] + bytes(byte ^ 0xFF for byte in whole[12288:]))
    changes = release(TOPICS)
    assert changes["from_release"] is None
    assert changes["note"].startswith("The release before, r1, is damaged and was not compared: ")
    assert str(published) not in changes["note"]
    assert changes["tables"]["dim_firms"]["state"] == "new"
    (published / "current" / "manifest.json").resolve().write_text("{")
    changes = release()
    assert (changes["from_release"], changes["note"]) == (
        None,
        "The release before is damaged and was not compared.",
    )


def test_the_same_pair_gives_the_same_file(release: Release, published: Path) -> None:
    from warehouse.releases import Draft
    from warehouse.releases import Release as Published

    release()
    changes = release(TOPICS)
    releases = published / "releases"
    before = Published("r1", releases / "r1", json.loads((releases / "r1" / "manifest.json").read_text()))
    draft = releases / ".building-again"
    draft.mkdir()
    with duckdb.connect(str(draft / "potline.duckdb")) as con:
        con.execute(f"attach '{releases / 'r2' / 'potline.duckdb'}' as r2 (read_only)")
        con.execute("copy from database r2 to potline")
    write_changes(Draft("r2", "2024-03-02T08:00:00Z", draft, before))
    assert json.loads((draft / CHANGES_FILE).read_text()) == changes
