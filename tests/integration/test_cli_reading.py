import csv
import io
import json
import subprocess
import sys

import duckdb
import pytest

from tests.integration.commands import POTLINE, call_potline, clean_environment
from tests.integration.conftest import Built

SQL = "select article_id, title, published_on from marts.dim_articles order by article_id"


def test_status_tells_what_is_published(built: Built) -> None:
    called = call_potline("status", "--data", built.settings.data)
    assert called.exit_code == 0, called.complaint
    assert built.first_release in called.output
    assert "dim_articles" in called.output
    assert not called.complaint


def test_formats_agree(built: Built) -> None:
    data = built.settings.data
    as_csv = call_potline("query", SQL, "--format", "csv", "--data", data).output
    as_json = call_potline("query", SQL, "--format", "json", "--data", data).output
    from_csv = [row["article_id"] for row in csv.DictReader(io.StringIO(as_csv))]
    assert from_csv == [row["article_id"] for row in json.loads(as_json)]
    as_table = call_potline("query", SQL, "--data", data).output
    assert all(article_id in as_table for article_id in from_csv)


def test_no_escape_sequence_reaches_the_terminal(built: Built) -> None:
    sql = "select chr(27) || '[31mred' as colour"
    called = call_potline("query", sql, "--data", built.settings.data)
    assert "\x1b" not in called.output
    assert "\\x1b[31mred" in called.output


@pytest.mark.parametrize("output", ["table", "csv"])
def test_what_the_terminal_has_no_letter_for_is_escaped(built: Built, output: str) -> None:
    arguments = ["query", "select chr(38109) as metal", "--format", output]
    data = str(built.settings.data)
    called = call_potline(*arguments, "--data", data, LC_ALL="POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert called.exit_code == 0, called.complaint
    assert "\\u94dd" in called.output


def test_a_reader_that_goes_away_is_no_error(built: Built) -> None:
    command = (
        f"'{POTLINE}' query 'select range from range(1000000)' --format csv --data '{built.settings.data}'"
    )
    finished = subprocess.run(
        f"{command} | head -1",
        shell=True,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (finished.stdout, finished.stderr) == ("range\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["status"],
        ["query", "select 1"],
        ["connect"],
        ["ask", "joint_demands"],
        ["describe"],
        ["export", "--table", "dim_sides", "--output", "-"],
    ],
)
def test_reading_does_not_wait_for_heavy_imports(built: Built, arguments: list[str]) -> None:
    heavy = {"dagster", "dbt", "xlsxwriter"}
    if not duckdb.__version__.startswith("1."):  # which brings these in to bind parameters
        heavy |= {"pandas", "pyarrow"}
    program = (
        "import sys\n"
        "from orchestration.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**clean_environment(), "POTLINE_DATA": str(built.settings.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.stderr.strip() == "[]"
