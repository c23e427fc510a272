import csv
import json
import tracemalloc
from pathlib import Path

import duckdb
import openpyxl
import pytest

from orchestration import command_query
from orchestration.command_export import run_export
from orchestration.exports import annotations
from orchestration.exports.wanted import ExportFormat, Wanted
from orchestration.terminal import CommandError
from tests.unit.orchestration.exports.conftest import Publish

ROWS = """
insert into marts.fct_demands values
('a', 'x', '=HYPERLINK("http://example.org")', 0, 1, true, '2024-03-01', '2024-03-01 08:30:00', 0.5, 7),
('b', 'x', null, 1, 2, null, null, null, null, null),
('c', 'x', 'one, "two"' || chr(13) || chr(10) || chr(0) || '三', 2, 3, false, '1850-01-01', null, 'nan', 9007199254740993),
('d', 'x', repeat('x', 40000), 3, 4, false, '0001-01-01', '1899-12-31 00:00:00', -1.5, -7)
"""
DEMANDS = ("fct_demands",)
HARD = 'one, "two"\r\n\x00三'


def test_csv(publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_export(publish(ROWS), Wanted(ExportFormat.CSV, DEMANDS, output=str(tmp_path / "out")))
    with (tmp_path / "out" / "fct_demands.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["demand_id"] for row in rows] == ["a", "b", "c", "d"]
    assert [row["demand_text"] for row in rows] == [
        '\'=HYPERLINK("http://example.org")',
        "",
        HARD,
        "x" * 40_000,
    ]
    assert rows[3]["share"] == "-1.5", "a number is no formula"
    said = capsys.readouterr()
    assert said.err == "Cells that begin like a formula, and have a ' in front now: 1.\n"
    assert said.out.split()[:3] == ["fct_demands", "4", "rows"]


def test_xlsx(publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "book.xlsx"
    run_export(publish(ROWS), Wanted(ExportFormat.XLSX, output=str(path)))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["dim_articles", "dim_release", "fct_demands"]
    header, a, b, c, d = ([(cell.data_type, cell.value) for cell in row] for row in book["fct_demands"].rows)
    assert [value for _, value in header][:3] == ["demand_id", "article_id", "demand_text"]
    assert a[2] == ("s", '\'=HYPERLINK("http://example.org")')
    assert a[5] == ("b", True)
    assert [(kind, str(value)) for kind, value in a[6:]] == [
        ("d", "2024-03-01 00:00:00"),
        ("d", "2024-03-01 08:30:00"),
        ("n", "0.5"),
        ("n", "7"),
    ]
    assert [value for _, value in b[5:]] == [None] * 5
    assert c[2] == ("s", 'one, "two"\n\ufffd三')
    assert c[6:] == [("s", "1850-01-01"), ("n", None), ("s", "nan"), ("s", "9007199254740993")]
    assert d[2] == ("s", "x" * 32_766 + "…")
    assert d[6:] == [("s", "0001-01-01"), ("s", "1899-12-31 00:00:00"), ("n", -1.5), ("n", -7)]
    assert sorted(capsys.readouterr().err.splitlines()) == [
        "Cells that begin like a formula, and have a ' in front now: 1.",
        "Cells that held carriage returns, and have line feeds in their place: 1.",
        "Cells that held control characters, which Excel cannot hold, and have U+FFFD in their place: 1.",
        "Cells that were longer than the 32,767 characters of an Excel cell, and were cut: 1.",
    ]


def test_a_workbook_is_the_same_each_time(publish: Publish, tmp_path: Path) -> None:
    settings = publish(ROWS)
    for name in ("one.xlsx", "two.xlsx"):
        run_export(settings, Wanted(ExportFormat.XLSX, output=str(tmp_path / name)))
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_more_rows_than_a_sheet_holds_are_refused(publish: Publish, tmp_path: Path) -> None:
    settings = publish("create table marts.fct_many as select range as number from range(1048576)")
    path = tmp_path / "book.xlsx"
    with pytest.raises(CommandError, match="1,048,576 rows and a sheet of Excel holds 1,048,575"):
        run_export(settings, Wanted(ExportFormat.XLSX, ("fct_many",), output=str(path)))
    assert not path.exists()


def test_json_lines_are_the_rows_as_they_are(publish: Publish, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    run_export(publish(ROWS), Wanted(ExportFormat.JSONL, DEMANDS, output=str(path)))
    a, b, c, _ = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert a["demand_text"] == '=HYPERLINK("http://example.org")'
    assert (a["held_on"], a["seen_at"], a["is_joint"]) == ("2024-03-01", "2024-03-01T08:30:00", True)
    assert set(list(b.values())[5:]) == {None}
    assert (c["demand_text"], c["share"], c["number"]) == (HARD, None, 9007199254740993)


def test_parquet_is_the_rows_as_they_are(publish: Publish, tmp_path: Path) -> None:
    settings, path = publish(ROWS), tmp_path / "rows.parquet"
    run_export(settings, Wanted(ExportFormat.PARQUET, DEMANDS, output=str(path)))
    with duckdb.connect(str(settings.published_path), read_only=True) as connection:
        read = connection.execute(f"from '{path}' order by demand_id").fetchall()
        assert str(read) == str(connection.execute("from marts.fct_demands").fetchall())
        types = connection.execute(f"select column_type from (describe from '{path}')").fetchall()
        assert types == connection.execute("select column_type from (describe marts.fct_demands)").fetchall()


@pytest.mark.parametrize("output_format", [*ExportFormat])
def test_a_condition_chooses_rows(publish: Publish, tmp_path: Path, output_format: ExportFormat) -> None:
    settings = publish(ROWS, "insert into marts.dim_articles values ('x', '0123456789', 10)")
    path = tmp_path / ("out.xlsx" if output_format == ExportFormat.XLSX else "out")
    condition = "share < 0 or demand_id in (select min(demand_id) from marts.fct_demands) -- both"
    run_export(settings, Wanted(output_format, DEMANDS, condition, str(path)))
    if output_format == ExportFormat.XLSX:
        found = [row[0] for row in openpyxl.load_workbook(path)["fct_demands"].values]
        assert found == ["demand_id", "a", "d"]
    else:
        (file,) = path.iterdir()
        with duckdb.connect() as connection:
            reader = {".csv": "read_csv", ".parquet": "read_parquet"}.get(file.suffix, "read_json")
            column = "body.demand_id" if output_format == ExportFormat.ANNOTATIONS else "demand_id"
            rows = connection.execute(f"select {column} from {reader}('{file}') order by 1").fetchall()
        assert rows == [("a",), ("d",)]


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "nothing = 1",
        "true limit 1",
        "true) limit (1",
        "true); select (1",
        "true) union all select * from marts.fct_demands where (true",
        "true; drop table marts.fct_demands",
        "exists (from read_text('/etc/hostname'))",
        "demand_id = ?",
        "count(*) > 1",
        # Found wrong only when the last row is read.
        "case when demand_id = 'd' then error('here') else true end",
    ],
)
@pytest.mark.parametrize("output_format", [*ExportFormat])
def test_a_condition_that_is_none_is_one_sentence(
    publish: Publish, tmp_path: Path, condition: str, output_format: ExportFormat
) -> None:
    settings = publish(ROWS, "insert into marts.dim_articles values ('x', '0123456789', 10)")
    out = tmp_path / ("out.xlsx" if output_format == ExportFormat.XLSX else "out")
    with pytest.raises(CommandError, match="The condition of --where failed: ") as raised:
        run_export(settings, Wanted(output_format, DEMANDS, condition, str(out)))
    assert "\n" not in str(raised.value)
    assert not out.exists()
    assert not list(tmp_path.glob(".potline*"))


def test_a_condition_needs_one_table(publish: Publish, tmp_path: Path) -> None:
    settings = publish(ROWS)
    for tables in ((), ("fct_demands", "dim_articles")):
        with pytest.raises(CommandError, match="name it with --table"):
            run_export(settings, Wanted(ExportFormat.CSV, tables, "true", str(tmp_path / "out")))


def test_what_is_there_is_replaced_only_by_force(publish: Publish, tmp_path: Path) -> None:
    settings, out = publish(ROWS), tmp_path / "out"
    out.mkdir()
    (out / "fct_demands.csv").write_text("mine", encoding="utf-8")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CommandError, match="exists already"):
        run_export(settings, Wanted(ExportFormat.CSV, output=str(out)))
    assert sorted(path.name for path in out.iterdir()) == ["fct_demands.csv", "notes.txt"]
    assert (out / "fct_demands.csv").read_text(encoding="utf-8") == "mine"
    run_export(settings, Wanted(ExportFormat.CSV, output=str(out), force=True))
    assert sorted(path.name for path in out.iterdir()) == [
        "dim_articles.csv",
        "dim_release.csv",
        "fct_demands.csv",
        "notes.txt",
    ]
    assert (out / "fct_demands.csv").read_text(encoding="utf-8").startswith("demand_id,")


def test_several_tables_do_not_go_into_one_file(publish: Publish, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="do not go into the one file"):
        run_export(publish(), Wanted(ExportFormat.CSV, output=str(tmp_path / "all.csv")))


def test_a_file_has_the_ending_of_its_format(publish: Publish, tmp_path: Path) -> None:
    settings = publish()
    for output_format, name in ((ExportFormat.PARQUET, "demands.csv"), (ExportFormat.XLSX, "demands.xls")):
        with pytest.raises(CommandError, match=r"ends in \.(parquet|xlsx), which .* does not"):
            run_export(settings, Wanted(output_format, DEMANDS, output=str(tmp_path / name)))
    run_export(settings, Wanted(ExportFormat.ANNOTATIONS, DEMANDS, output=str(tmp_path / "demands.jsonl")))
    assert (tmp_path / "demands.jsonl").is_file()


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "way", ["published/current/parquet", "elsewhere/../published/current/parquet", "link"]
)
def test_nothing_goes_into_the_releases(publish: Publish, force: bool, way: str) -> None:
    settings = publish(ROWS)
    out = settings.data / way
    (settings.data / "elsewhere").mkdir()
    (settings.data / "link").symlink_to("published/current")
    if way == "link":
        out = out / "parquet"
    with pytest.raises(CommandError, match="Nothing is exported into"):
        run_export(settings, Wanted(ExportFormat.PARQUET, output=str(out), force=force))
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_one_sentence(publish: Publish, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be written to: Not a directory"):
        run_export(publish(), Wanted(ExportFormat.CSV, output=str(tmp_path / "file" / "out")))


def test_annotations_quote_the_text_at_their_position(
    publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Characters of two units of UTF-16 and of several of UTF-8 count as one; an article a batch."""
    monkeypatch.setattr(annotations, "BATCH_ARTICLES", 1)
    texts = {f"a{number}": f"𠮷é\r\n三{number} asks." * 5 for number in range(3)}
    settings = publish(
        *(
            f"insert into marts.dim_articles values ('{key}', '{text}', {len(text)})"
            for key, text in texts.items()
        ),
        """
        insert into marts.fct_demands (demand_id, article_id, start_char, end_char)
        select 'd' || a || '/' || s, 'a' || a, s, s + 10 from range(3) as x(a), range(0, 50, 10) as y(s)
        """,
    )
    path = tmp_path / "demands.annotations.jsonl"
    run_export(settings, Wanted(ExportFormat.ANNOTATIONS, output=str(path)))
    read = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    assert len({each["id"] for each in read}) == len(read) == 15
    assert read[0]["id"] == "urn:potline:annotation:fct_demands:d0%2F0"
    assert read[0]["generated"] == "2024-03-01T08:00:00Z"
    for each in read:
        text = texts[each["target"]["source"].removeprefix("urn:potline:dim_articles:")]
        position, quoted = each["target"]["selector"]
        start, end = position["start"], position["end"]
        assert (start, end) == (each["body"]["start_char"], each["body"]["end_char"])
        assert quoted["exact"] == text[start:end]
        assert text[:start].endswith(quoted["prefix"])
        assert text[end:].startswith(quoted["suffix"])
        assert len(quoted["prefix"]) == min(32, start)
        assert len(quoted["suffix"]) == min(32, len(text) - end)


def test_annotations_are_made_of_facts(publish: Publish, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="dim_articles have no place in a text"):
        run_export(publish(), Wanted(ExportFormat.ANNOTATIONS, ("dim_articles",), output=str(tmp_path)))


@pytest.mark.parametrize(
    "output_format",
    # Parquet goes from DuckDB to Arrow, whose memory Python does not see.
    [ExportFormat.CSV, ExportFormat.XLSX, ExportFormat.JSONL, ExportFormat.ANNOTATIONS],
)
def test_memory_holds_a_batch_and_not_the_table(
    publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output_format: ExportFormat
) -> None:
    monkeypatch.setattr(command_query, "FETCH_ROWS", 50)
    monkeypatch.setattr(annotations, "BATCH_ARTICLES", 50)
    rows, characters = 2_000, 2_000
    settings = publish(
        f"""
        insert into marts.dim_articles
        select format('{{:06}}', range), repeat('0123456789', {characters // 10}), {characters} from range({rows})
        """,
        """
        insert into marts.fct_demands (demand_id, article_id, demand_text, start_char, end_char)
        select article_id, article_id, text, 10, 1900 from marts.dim_articles
        """,
    )
    # What is imported on the way does not count.
    run_export(settings, Wanted(output_format, DEMANDS, "demand_id < '000010'", str(tmp_path)))
    tracemalloc.start()
    run_export(settings, Wanted(output_format, DEMANDS, output=str(tmp_path), force=True))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < rows * characters / 2
