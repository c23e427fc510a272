"""docs/connect.md against a published release: each snippet runs, and `potline connect` prints the same strings."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from orchestration.connections import describe_connections
from tests.integration.commands import call_potline
from tests.integration.conftest import Built
from tests.integration.snippets import (
    DOCUMENTED_DATA,
    PAGE,
    last_number,
    read_snippets,
    run_in,
    run_snippet,
)
from tests.integration.test_cli_errors import assert_one_sentence

UV = Path(sys.executable).with_name("uv")
CLI = Path(sys.executable).with_name("duckdb")

# What a snippet needs beside potline itself: modules of the group clients, but for pyspark, which is an extra.
NEEDS = {
    "polars": "polars",
    "parquet-polars": "polars",
    "ibis": "ibis",
    "adbc": "adbc_driver_manager",
    "sqlalchemy": "duckdb_sqlalchemy",
    "spark": "pyspark",
}
NEED_CLI = {"cli", "parquet-cli"}

# In environments of their own: what Superset 6.1 has, and the first DuckDB that can open the file.
SUPERSET = ["duckdb-engine==0.17.0", "sqlalchemy==1.4.54", "duckdb==2.0.0"]
FIRST_DRIVER = ["duckdb==1.2.0", "pytz==2026.6"]

# %41 is an A to whoever takes it for an escape.
ODD = """it's a "data" folder, %41 $HOME #1 & more"""

COUNT = "select count(*) from marts.fct_demands"
FORBIDDEN = [
    "create table marts.more (n integer)",
    f"select * from read_text('{PAGE.as_posix()}')",
    "copy marts.dim_release to 'copied.csv'",
    "attach 'other.duckdb'",
    "set threads = 1",
    "set enable_external_access = true",
]


@pytest.fixture(scope="module")
def demands(built: Built) -> int:
    manifest = json.loads(
        (built.settings.published / "current" / "manifest.json").read_text(encoding="utf-8")
    )
    rows = manifest["tables"]["fct_demands"]["row_count"]
    assert isinstance(rows, int) and rows > 0
    return rows


@pytest.fixture(scope="module")
def odd(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same publications in a data folder whose name every client quotes in another way."""
    data = tmp_path_factory.mktemp("odd") / ODD
    shutil.copytree(built.settings.published, data / "published", symlinks=True)
    return data


@pytest.mark.parametrize("client", read_snippets())
def test_a_snippet_of_the_page_reads_the_release(
    built: Built, demands: int, tmp_path: Path, client: str
) -> None:
    _skip_without(client)
    snippet = read_snippets()[client]
    assert DOCUMENTED_DATA in snippet.text
    text = snippet.text.replace(DOCUMENTED_DATA, str(built.settings.data))
    assert last_number(run_snippet(snippet.language, text, tmp_path)) == demands


def test_the_page_has_the_strings_of_the_command() -> None:
    current = Path(DOCUMENTED_DATA) / "published" / "current"
    page = PAGE.read_text(encoding="utf-8")
    connections = describe_connections(current / "potline.duckdb", current / "parquet")
    assert [connection.client for connection in connections if f"{connection.text}" not in page] == []


@pytest.mark.parametrize("client", ["cli", "python", "ibis", "adbc", "sqlalchemy"])
def test_a_printed_string_opens_the_release_and_nothing_else(
    odd: Path, demands: int, tmp_path: Path, client: str
) -> None:
    _skip_without(client)
    text = _printed(odd)[client]
    assert isinstance(text, str)
    if client == "cli":
        assert last_number(run_snippet("sh", f"{text} '{COUNT}'", tmp_path)) == demands
        for sql in FORBIDDEN:
            finished = run_snippet("sh", f'{text} "{sql}"', tmp_path)
            assert (finished.returncode, finished.stdout) == (1, ""), sql
    else:
        _count_and_try(["python", "-c", _program(client, text)], demands, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_superset_opens_its_string(odd: Path, demands: int, tmp_path: Path) -> None:
    uri = _printed(odd)["superset"]
    assert isinstance(uri, str)
    _count_and_try([*_isolated(SUPERSET, tmp_path), "-c", _program("superset", uri)], demands, tmp_path)


def test_the_first_driver_reads_every_table(built: Built, tmp_path: Path) -> None:
    program = (
        f"import duckdb\nassert duckdb.__version__ == '1.2.0'\ncon = duckdb.connect({str(built.settings.published_path)!r}, read_only=True)\n"
        'names = con.execute("select table_name from duckdb_tables()").fetchall()\n'
        "rows = {name: len(con.execute(f'from marts.\"{name}\"').fetchall()) for (name,) in names}\n"
        "import json\nprint(json.dumps(rows))"
    )
    finished = run_in(tmp_path, [*_isolated(FIRST_DRIVER, tmp_path), "-c", program])
    assert finished.returncode == 0, finished.stderr
    manifest = json.loads(
        (built.settings.published / "current" / "manifest.json").read_text(encoding="utf-8")
    )
    assert json.loads(finished.stdout) == {
        name: table["row_count"] for name, table in manifest["tables"].items()
    }


def test_text_and_json_say_the_same(built: Built) -> None:
    printed = call_potline("connect", "--data", built.settings.data)
    assert printed.exit_code == 0, printed.complaint
    lines = {line.strip() for line in printed.output.splitlines()}
    document = json.loads(call_potline("connect", "--data", built.settings.data, "--format", "json").output)
    assert document["release_id"] == built.first_release
    assert document["database"] == str(built.settings.published_path)
    assert f"Folder     {document['release']}" in lines
    for client, text in document["clients"].items():
        assert {line.strip() for line in text.splitlines()} <= lines, client


def test_nothing_is_published(tmp_path: Path) -> None:
    called = call_potline("connect", "--data", tmp_path)
    assert_one_sentence(called, "Nothing is published", "potline build")
    assert called.output == ""


def test_a_path_that_a_client_cannot_write() -> None:
    database = Path("/srv/why?;/potline.duckdb")
    texts = {
        connection.client: connection.text
        for connection in describe_connections(database, database.with_name("parquet"))
    }
    assert [client for client, text in texts.items() if text is None] == ["superset", "jdbc", "odbc"]
    assert (
        texts["sqlalchemy"] is not None
        and str(PurePosixPath("/srv/why%3F%3B/potline.duckdb")) in texts["sqlalchemy"]
    )


def _printed(data: Path) -> dict[str, str | None]:
    called = call_potline("connect", "--data", data, "--format", "json")
    assert called.exit_code == 0, called.complaint
    clients: dict[str, str | None] = json.loads(called.output)["clients"]
    return clients


def _program(client: str, text: str) -> str:
    """Open the release, print a count, and then how many of the forbidden statements went through."""
    if client in ("sqlalchemy", "superset"):
        setup = f"import sqlalchemy\ncon = sqlalchemy.create_engine({text!r}).connect()"
        run, count = "con.exec_driver_sql(sql)", f"con.exec_driver_sql({COUNT!r}).scalar()"
        after = "con.rollback()" if client == "sqlalchemy" else "pass"
    elif client == "ibis":
        setup, run, count = text, "con.raw_sql(sql)", f"con.raw_sql({COUNT!r}).fetchall()[0][0]"
        after = "pass"
    elif client == "adbc":
        setup = f"{text}\ncursor = con.cursor()"
        run, count = "cursor.execute(sql)", f"(cursor.execute({COUNT!r}), cursor.fetchone())[1][0]"
        after = "con.rollback()"
    else:
        setup, run, count, after = (
            text,
            "con.execute(sql)",
            f"con.execute({COUNT!r}).fetchall()[0][0]",
            "pass",
        )
    return (
        f"{setup}\nrows = {count}\nwent_through = []\n"
        f"for sql in {FORBIDDEN!r}:\n"
        f"    try:\n        {run}\n        went_through.append(sql)\n"
        f"    except Exception:\n        {after}\n"
        # The connection still works: what was refused was refused for what it is.
        f"assert {count} == rows\n"
        "import json\nprint(json.dumps([rows, went_through]))"
    )


def _count_and_try(command: list[str], demands: int, folder: Path) -> None:
    finished = run_in(folder, command)
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout.splitlines()[-1]) == [demands, []]


def _isolated(requirements: list[str], folder: Path) -> list[str]:
    """Return the command of a Python with these packages alone, or skip where they cannot be had."""
    # What the tests were told to find elsewhere is none of these.
    command = [
        *("env", "-u", "PYTHONPATH"),
        str(UV),
        "run",
        "--quiet",
        "--no-project",
        "--isolated",
        "--no-build",
        "--python",
        sys.executable,
    ]
    for requirement in requirements:
        command += ["--with", requirement]
    command.append("python")
    try:
        ready = run_in(folder, [*command, "-c", ""])
        complaint = (ready.stderr.strip() or "no reason given").splitlines()[-1]
    except subprocess.TimeoutExpired as error:
        ready, complaint = None, str(error)
    if ready is None or ready.returncode != 0:
        pytest.skip(f"{', '.join(requirements)} cannot be had here: {complaint}")
    return command


def _skip_without(client: str) -> None:
    if client in NEED_CLI and not CLI.exists():
        pytest.skip("duckdb-cli is not installed: make test brings the group clients")
    module = NEEDS.get(client)
    if module is not None and importlib.util.find_spec(module) is None:
        where = "make spark" if module == "pyspark" else "make test brings the group clients"
        pytest.skip(f"{module} is not installed: {where}")
    if module == "pyspark" and shutil.which("java") is None:
        pytest.skip("there is no Java")
