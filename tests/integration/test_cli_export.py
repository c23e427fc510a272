"""`potline ask`, `describe` and `export` as a person calls them."""

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import openpyxl
import pytest

from orchestration.questions import read_questions
from tests.integration.commands import POTLINE, Called, call_potline, clean_environment
from tests.integration.conftest import Built
from tests.integration.questions import read_answer
from tests.integration.test_cli_errors import assert_one_sentence

FACTS = {
    "fct_meetings": "bridge_meeting_articles",
    "fct_participations": "fct_participations",
    "fct_statements": "fct_statements",
    "fct_demands": "fct_demands",
    "fct_commitments": "fct_commitments",
}


@pytest.fixture(scope="module")
def release(built: Built) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(built.settings.published_path, read_only=True)) as connection:
        yield connection


def call(built: Built, *arguments: str | Path) -> Called:
    called = call_potline(*arguments, "--data", built.settings.data)
    assert called.exit_code == 0, called.complaint
    return called


def test_the_list_has_every_question(built: Built) -> None:
    listed = json.loads(call(built, "ask", "--list", "--format", "json").output)
    assert [row["name"] for row in listed] == list(read_questions())
    assert {row["question"][-1] for row in listed} == {"?"}
    assert call(built, "ask").output == call(built, "ask", "--list").output


def test_a_question_has_its_answer(built: Built) -> None:
    answer = call(built, "ask", "power_supply_by_province", "--format", "csv").output
    assert list(csv.reader(io.StringIO(answer))) == read_answer("power_supply_by_province")


def test_tables_are_described(built: Built, release: duckdb.DuckDBPyConnection) -> None:
    described = json.loads(call(built, "describe", "--format", "json").output)
    manifest = json.loads(
        built.settings.published_path.with_name("manifest.json").read_text(encoding="utf-8")
    )
    assert {row["table"]: (row["rows"], row["description"]) for row in described} == {
        name: (table["row_count"], table["description"]) for name, table in manifest["tables"].items()
    }
    assert described[0]["table"].startswith("fct_")


def test_columns_are_described(built: Built) -> None:
    described = json.loads(call(built, "describe", "fct_demands", "--format", "json").output)
    columns = {row["column"]: row for row in described}
    assert [row["column"] for row in described if row["key"]] == ["demand_id"]
    assert (columns["meeting_id"]["type"], columns["meeting_id"]["nullable"]) == ("VARCHAR", False)
    assert columns["addressee_name"]["nullable"]
    assert all(row["description"] for row in described)
    assert "addressee_name" in call(built, "describe", "fct_demands").output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "power_suply_by_province"], "did you mean power_supply_by_province"),
        (["describe", "fct_demand"], "did you mean fct_demands"),
        (["export", "--table", "fct_demand", "--output", "-"], "did you mean fct_demands"),
        (["export", "--table", "fct_demands", "--where", "nothing = 1", "--output", "-"], "--where failed"),
        (["export", "--output", "-"], "name it with --table"),
        (["export", "--format", "xlsx", "--output", "-"], "goes into a file"),
    ],
)
def test_what_is_not_there_is_one_sentence(built: Built, arguments: list[str], words: str) -> None:
    called = call_potline(*arguments, "--data", built.settings.data)
    assert_one_sentence(called, words)
    assert len(called.complaint.splitlines()) == 1
    assert not called.output


@pytest.mark.parametrize(
    "arguments",
    [["ask", "joint_demands", "--list"], ["export", "--format", "dbf"], ["describe", "one", "two"]],
)
def test_wrong_arguments(arguments: list[str]) -> None:
    called = call_potline(*arguments)
    assert called.exit_code == 2
    assert len(called.complaint.splitlines()) == 1


@pytest.mark.parametrize("command", ["ask joint_demands", "describe", "export --table fct_demands"])
def test_nothing_is_published_yet(tmp_path: Path, command: str) -> None:
    called = call_potline(*command.split(), "--data", tmp_path / "data", folder=tmp_path)
    assert_one_sentence(called, "Nothing is published")
    assert not list(tmp_path.iterdir())


def test_all_tables_in_every_format_have_all_rows(
    built: Built, release: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    counts = {
        name: release.execute(f"select count(*) from marts.{name}").fetchall()[0][0]
        for (name,) in release.execute("select table_name from duckdb_tables()").fetchall()
    }
    for ending in ("csv", "jsonl", "parquet"):
        call(built, "export", "--format", ending, "--output", tmp_path / ending)
    reader = {"csv": "read_csv", "jsonl": "read_ndjson", "parquet": "read_parquet"}
    with duckdb.connect() as connection:
        for ending, function in reader.items():
            assert {path.stem for path in (tmp_path / ending).iterdir()} == set(counts)
            for name, count in counts.items():
                # Of a table without rows JSON Lines say nothing.
                if count:
                    sql = f"select count(*) from {function}('{tmp_path / ending / name}.{ending}')"
                    assert connection.execute(sql).fetchall() == [(count,)], (ending, name)
    call(built, "export", "--format", "xlsx", "--output", tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)
    assert {sheet.title: (sheet.max_row or 0) - 1 for sheet in book.worksheets} == counts


def test_an_export_lies_in_the_current_folder_unless_told_otherwise(built: Built, tmp_path: Path) -> None:
    for _ in range(2):
        called = call_potline(
            "export", "--table", "dim_sides", "--data", built.settings.data, folder=tmp_path
        )
        if called.exit_code:
            break
    assert_one_sentence(called, "exists already")
    assert [path.name for path in tmp_path.rglob("*")] == [f"potline-{built.first_release}", "dim_sides.csv"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_full_disk_leaves_nothing(built: Built, tmp_path: Path, ending: str) -> None:
    finished = subprocess.run(
        f"ulimit -f 4; exec '{POTLINE}' export --format {ending} --table dim_firm_aliases "
        f"--output 'out/all.{ending}' --data '{built.settings.data}'",
        shell=True,
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert_one_sentence(
        Called(finished.returncode, finished.stdout, finished.stderr), "cannot be written to", "large"
    )
    assert not list(tmp_path.iterdir())


def test_rows_go_to_standard_output(built: Built) -> None:
    arguments = ["export", "--table", "fct_demands", "--where", "category = 'land'", "--output", "-"]
    as_csv = call(built, *arguments).output
    as_json = call(built, *arguments, "--format", "jsonl").output
    as_annotations = call(built, *arguments, "--format", "annotations").output
    from_csv = [row["demand_id"] for row in csv.DictReader(io.StringIO(as_csv))]
    assert from_csv == [json.loads(line)["demand_id"] for line in as_json.splitlines()]
    annotated = [json.loads(line)["body"]["demand_id"] for line in as_annotations.splitlines()]
    assert from_csv
    assert sorted(annotated) == sorted(from_csv)


def test_every_annotation_quotes_the_article(
    built: Built, release: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    call(built, "export", "--format", "annotations", "--output", tmp_path)
    texts = dict(release.execute("select article_id, text from marts.dim_articles").fetchall())
    ids = set()
    for name, evidence in FACTS.items():
        lines = (tmp_path / f"{name}.annotations.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        places = []
        for line in lines:
            annotation = json.loads(line)
            position, quoted = annotation["target"]["selector"]
            article_id = annotation["target"]["source"].removeprefix("urn:potline:dim_articles:")
            text, start, end = texts[article_id], position["start"], position["end"]
            assert quoted["exact"] == text[start:end]
            assert quoted["exact"]
            assert (
                quoted["prefix"] + quoted["exact"] + quoted["suffix"] == text[max(0, start - 32) : end + 32]
            )
            places.append((article_id, start, end))
            ids.add(annotation["id"])
            assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
            assert annotation["type"] == "Annotation"
            assert [position["type"], quoted["type"]] == ["TextPositionSelector", "TextQuoteSelector"]
        expected = release.execute(
            f"select article_id, start_char, end_char from marts.{evidence}"
        ).fetchall()
        assert sorted(places) == sorted(expected), name
    assert len(ids) == sum(1 for path in tmp_path.iterdir() for _ in path.open(encoding="utf-8"))
