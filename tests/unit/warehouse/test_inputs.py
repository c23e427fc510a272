"""The fingerprint of what the tables of dbt are made of."""

from pathlib import Path

import pytest

from warehouse.inputs import fingerprint_inputs
from warehouse.store import open_store

CHANGES = [
    "update raw.article_sources set missing_since = '2024-03-02'",
    "update raw.article_sources set source_path = 'b.txt'",
    "insert into raw.rejected_inputs by name select '/in' as input_folder, 'c.txt' as source_path, 'empty' as reason, "
    "timestamp '2024-03-01' as seen_at",
    "update extracted.article_headers set extractor_version = 'v2'",
    "delete from extracted.article_headers",
    "insert into extracted.rejected_articles values ('y', 'too_slow', 'Slow.', null, 'v1', '2024-03-01')",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "potline.duckdb"
    with open_store(path) as con:
        con.execute(
            "insert into raw.article_sources by name select '/in' as input_folder, 'a.txt' as source_path, "
            "'x' as article_id, 3 as byte_count, timestamp '2024-03-01' as first_seen_at"
        )
        con.execute(
            "insert into extracted.article_headers by name "
            "select 'x' as article_id, 'en' as language, 'v1' as extractor_version"
        )
    return path


def test_the_same_inputs_have_the_same_fingerprint(path: Path) -> None:
    before = fingerprint_inputs(path)
    with open_store(path) as con:
        con.execute("update raw.article_sources set source_path = 'b.txt'")
        con.execute("update raw.article_sources set source_path = 'a.txt'")
    assert fingerprint_inputs(path) == before


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_shows(path: Path, change: str) -> None:
    before = fingerprint_inputs(path)
    with open_store(path) as con:
        con.execute(change)
    assert fingerprint_inputs(path) != before
