import itertools
import json
from pathlib import Path

import duckdb
import pytest

from orchestration.report import excerpts
from orchestration.report.changes import read_changes
from orchestration.report.excerpts import Span, cut_articles
from orchestration.report.island import write_island
from orchestration.report.quality import read_quality


def test_no_text_ends_the_island() -> None:
    data = {"text": "</script><!-- & \u2028\u2029 中 \U00020bb7"}
    text = write_island(data)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == data


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create schema marts")
    con.execute(
        "create table marts.dim_articles "
        "(article_id varchar, title varchar, source_path varchar, publisher varchar, published_on date, text varchar)"
    )
    return con


@pytest.mark.parametrize(
    "spans", [[(5000, 5040)], [(0, 10), (9990, 10_000)], [(20, 30), (400, 450), (9000, 9100)]]
)
def test_a_long_article_is_cut_around_what_is_quoted(
    con: duckdb.DuckDBPyConnection, spans: list[tuple[int, int]]
) -> None:
    text = "".join(f"word{number:04} " for number in range(1112))[:10_000]
    con.execute("insert into marts.dim_articles values ('a', 't', 's', null, null, $1)", [text])
    (article,), quotes = cut_articles(con, [Span("a", start, end) for start, end in spans])
    assert quotes == [text[start:end] for start, end in spans]
    pieces = [(start, start + len(piece), piece) for start, piece in article["pieces"]]
    assert all(text[start:end] == piece for start, end, piece in pieces)
    assert all(any(first <= start and end <= last for first, last, _ in pieces) for start, end in spans)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(pieces))
    assert sum(len(piece) for _, _, piece in pieces) < len(spans) * (2 * excerpts.AROUND + 150)


def test_short_articles_are_whole_until_there_are_too_many(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excerpts, "MOST_CHARACTERS", 2_500)
    for name in "ab":
        con.execute(
            "insert into marts.dim_articles values ($1, 't', 's', null, null, $2)", [name, "x y " * 500]
        )
    articles, _ = cut_articles(con, [Span("a", 0, 3), Span("b", 0, 3)])
    assert [len(article["pieces"][0][1]) == 2_000 for article in articles] == [True, False]


def test_changes_are_shown_where_a_release_has_them(tmp_path: Path) -> None:
    assert read_changes(tmp_path) is None
    counts = {"added": 2, "changed": 0, "removed": 1}
    nothing = {"added": 0, "changed": 0, "removed": 0}
    written = {
        "from_release": "one",
        "to_release": "two",
        "tables": {"fct_meetings": counts, "dim_firms": nothing},
        "reasons": {"new_articles": 3, "corrections": 0, "code": "changed"},
    }
    (tmp_path / "changes.json").write_text(json.dumps(written), encoding="utf-8")
    assert read_changes(tmp_path) == {
        "from_release": "one",
        "tables": {"fct_meetings": counts},
        "reasons": [("new articles", "3"), ("code", "changed")],
    }


def test_quality_has_a_cell_a_folder() -> None:
    quality = read_quality()
    assert {folder["name"] for folder in quality["folders"]} >= {"samples", "holdout"}
    assert all(len(row["cells"]) == len(quality["folders"]) for row in quality["rows"])
