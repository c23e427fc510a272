"""One folder with one of each kind of input, from the bytes to the published tables."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.settings import Settings
from tests.integration.commands import Called, call_potline
from tests.integration.conftest import SAMPLES
from tests.unit.articles.inputs import pack, write_lines, write_record

ARTICLES = sorted(SAMPLES.glob("*.txt"))[:7]


def page_of(path: Path) -> bytes:
    paragraphs = "".join(
        f"<p>{line}</p>" for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    )
    return (
        f"<html><head><title>A page</title><meta property='article:published_time' content='2024-03-15'></head>"
        f"<body><article>{paragraphs}</article></body></html>"
    ).encode()


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("landing")
    text, packed, line, row, page, found, twice = ARTICLES
    (folder / "a.txt").write_bytes(text.read_bytes())
    (folder / "b.txt.zst").write_bytes(pack(packed.read_bytes(), ".zst"))
    body = {"body": line.read_text(encoding="utf-8"), "day": "2024-03-15", "url": "https://news.example/c"}
    silent = {"body": "The two sides talked about the supply of power.\n", "title": "A title from beside"}
    rows = (
        write_lines([body, silent])
        + b"{broken\n"
        + write_lines([{"body": twice.read_text(encoding="utf-8")}])
    )
    (folder / "c.jsonl.gz").write_bytes(pack(rows, ".gz"))
    texts = [row.read_text(encoding="utf-8"), None, twice.read_text(encoding="utf-8")]
    pq.write_table(pa.table({"body": texts, "noise": [1, 2, 3]}), folder / "d.parquet")
    (folder / "e.html").write_bytes(page_of(page))
    # More than a second of computing, which is what an article has here.
    everything = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")))
    (folder / "g.txt").write_text(everything * 60, encoding="utf-8")
    archive = write_record(b"software: test", record_type="warcinfo") + write_record(page_of(found))
    (folder / "f.warc").write_bytes(archive + write_record(b"", record_type="response", length=500)[:-40])
    return folder


@pytest.fixture(scope="module")
def settings(landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("data"), landing=landing)


@pytest.fixture(scope="module")
def first(settings: Settings) -> Called:
    called = call_potline(
        "build",
        str(settings.landing),
        *("--data", settings.data),
        *("--columns", "text=body,date=day"),
        POTLINE_ARTICLE_SECONDS="1",
    )
    assert called.exit_code == 0, called.complaint
    return called


def ask(settings: Settings, sql: str) -> list[dict[str, Any]]:
    called = call_potline("query", sql, "--format", "json", "--data", settings.data)
    assert called.exit_code == 0, called.complaint
    rows: list[dict[str, Any]] = json.loads(called.output)
    return rows


def test_every_row_and_page_is_accounted_for(first: Called) -> None:
    assert "Read the landing folder: 13 seen, 9 new, 3 rejected" in first.complaint
    assert "Extract facts: 9 articles, 1 rejected" in first.complaint


def test_every_kind_gives_its_articles(first: Called, settings: Settings) -> None:
    found = ask(settings, "select source_path, source_count from marts.dim_articles order by all")
    assert [(row["source_path"], row["source_count"]) for row in found] == [
        ("a.txt", 1),
        ("b.txt.zst", 1),
        ("c.jsonl.gz#0", 1),
        ("c.jsonl.gz#1", 1),
        ("c.jsonl.gz#3", 2),
        ("d.parquet#0", 1),
        ("e.html", 1),
        ("f.warc#1", 1),
    ]
    (row,) = ask(settings, "select count(distinct article_id) as articles from marts.fct_meetings join marts.bridge_meeting_articles using (meeting_id)")  # fmt: skip
    assert row["articles"] >= 4


def test_what_is_bad_is_told_with_its_reason(first: Called, settings: Settings) -> None:
    found = ask(settings, "select source_path, reason from marts.fct_rejected_inputs order by all")
    assert [(row["source_path"], row["reason"]) for row in found] == [
        ("c.jsonl.gz#2", "malformed_row"),
        ("d.parquet#1", "empty"),
        ("f.warc", "damaged"),
        ("g.txt", "too_slow"),
    ]
    (row,) = ask(
        settings, "select count(*) as places from marts.bridge_article_sources where source_path = 'g.txt'"
    )
    assert row["places"] == 0
    (log,) = settings.logs.glob("build-*.log")
    assert "(g.txt) was rejected: too_slow." in log.read_text(encoding="utf-8")


def test_a_delivered_date_and_title_are_those_of_the_article(first: Called, settings: Settings) -> None:
    found = ask(
        settings,
        "select source_path, published_on, title from marts.dim_articles where published_on = '2024-03-15'",
    )
    assert {row["source_path"] for row in found} == {"c.jsonl.gz#0", "e.html", "f.warc#1"}
    (row,) = ask(settings, "select title from marts.dim_articles where source_path = 'c.jsonl.gz#1'")
    assert row["title"] == "A title from beside"


def test_the_second_build_changes_nothing(first: Called, settings: Settings) -> None:
    again = call_potline(
        "build",
        folder=settings.data,
        POTLINE_INPUT=str(settings.landing),
        POTLINE_DATA=str(settings.data),
        POTLINE_COLUMNS="text=body,date=day",
    )
    assert again.exit_code == 0, again.complaint
    assert again.output.startswith("Nothing new:")
    assert "Extract facts: 0 articles" in again.complaint


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--columns", "body"], "not of that form"),
        (["--columns", "corpus=body"], "none of them"),
    ],
)
def test_a_mapping_that_is_none(settings: Settings, arguments: list[str], words: str) -> None:
    called = call_potline("build", str(settings.landing), "--data", settings.data, *arguments)
    assert called.exit_code == 1
    assert words in called.complaint and "Traceback" not in called.complaint
    assert len(called.complaint.splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://127.0.0.1:9/news", "cannot be listed"), ("ftp://127.0.0.1/news", "none of them")],
)
def test_a_url_that_cannot_be_read(settings: Settings, url: str, words: str) -> None:
    called = call_potline("build", url, "--data", settings.data)
    assert called.exit_code == 1
    assert words in called.complaint and "Traceback" not in called.complaint
