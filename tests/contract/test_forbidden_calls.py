"""What no module of the project may do: held by ruff's rules on security, and by where files of DuckDB are opened."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.contract.scopes import Module, read_modules

RUFF = Path(sys.executable).with_name("ruff")
PACKAGES = ("ingest", "warehouse", "orchestration")

FORBIDDEN = {
    "pickle": "import pickle\n\npickle.loads(b'')\n",
    "marshal": "import marshal\n\nmarshal.loads(b'')\n",
    "eval": "eval('1')\n",
    "exec": "exec('1')\n",
    "yaml": "import yaml\n\nyaml.load('', yaml.Loader)\n",
    "shell": "import subprocess\n\nsubprocess.run('ls', shell=True, check=False)\n",
    "system": "import os\n\nos.system('ls')\n",
    "mktemp": "import tempfile\n\ntempfile.mktemp()\n",
    "fixed-place": "from pathlib import Path\n\nPath('/dev/shm/fixed').write_text('')\n",
    "unpack": "import tarfile\n\ntarfile.open('a').extractall()\n",
    "certificates": "import ssl\n\nssl._create_unverified_context()\n",
    "any-scheme": "import urllib.request\n\nurllib.request.urlopen(input())\n",
    "everywhere": "HOST = '0.0.0.0'\n",
}

# Who writes, and who attaches what is read to an empty database in memory; the first alone opens a file for writing.
MAY_OPEN_OTHERWISE = {
    ("warehouse/store.py", "open_store"): "the one writer of the working file",
    ("warehouse/store.py", "_replay_log"): "the same, before it",
    ("warehouse/store.py", "open_attached"): "in memory; the file is attached read-only",
    ("orchestration/table_metadata.py", "describe_tables"): "in memory",
}


@pytest.mark.parametrize("package", PACKAGES)
def test_ruff_forbids_it_in_every_package(package: str) -> None:
    found = {name for name, source in FORBIDDEN.items() if _lint(source, f"{package}/planted.py")}
    assert found == set(FORBIDDEN)


def _lint(source: str, name: str) -> list[str]:
    done = subprocess.run(
        [RUFF, "check", "--no-cache", "--output-format", "concise", "--stdin-filename", name, "-"],
        cwd=PROJECT,
        input=f'"""Planted."""\n\n{source}',
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in done.stdout.splitlines() if ": S" in line]


def find_writers(modules: dict[str, Module]) -> set[tuple[str, str]]:
    """Find calls of `duckdb.connect` that do not say, word for word, that they only read: by file and function."""
    found = set()
    for module in modules.values():
        for function in ast.walk(module.tree):
            if isinstance(function, ast.FunctionDef | ast.Module):
                name = function.name if isinstance(function, ast.FunctionDef) else ""
                found |= {(module.path, name) for call in _list_connects(function) if not _only_reads(call)}
    return found


def _list_connects(scope: ast.AST) -> list[ast.Call]:
    calls = []
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"duckdb.connect", "connect"}:
            calls.append(node)
        if not isinstance(node, ast.FunctionDef):
            waiting += ast.iter_child_nodes(node)
    return calls


def _only_reads(call: ast.Call) -> bool:
    return any(
        keyword.arg == "read_only" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in call.keywords
    )


def test_whoever_opens_a_file_of_duckdb_only_reads_it() -> None:
    assert find_writers(read_modules(PROJECT, PACKAGES)) == set(MAY_OPEN_OTHERWISE)


@pytest.mark.parametrize(
    "call",
    [
        "duckdb.connect(path)",
        "duckdb.connect(path, read_only=False)",
        "duckdb.connect(path, read_only=flag)",
        "connect(path)",
    ],
)
def test_a_planted_writer_is_found(call: str) -> None:
    source = f"def read(path, flag):\n    with {call} as con:\n        con.sql('select 1')"
    modules = {"planted": Module("planted.py", ast.parse(source))}
    assert find_writers(modules) == {("planted.py", "read")}


def test_a_database_that_is_attached_to_be_read_says_so() -> None:
    # Those attached without it are the file of a release while it is made, and the working file before its writer opens it.
    attached = {}
    for module in read_modules(PROJECT, PACKAGES).values():
        for node in ast.walk(module.tree):
            text = "".join(
                str(value.value) for value in getattr(node, "values", []) if isinstance(value, ast.Constant)
            )
            if isinstance(node, ast.JoinedStr) and text.startswith("attach "):
                attached[f"{module.path}: {ast.unparse(node)}"] = "(read_only)" in text
    assert {place for place, is_read_only in attached.items() if not is_read_only} == {
        "warehouse/publish.py: f'attach {quote_text(str(database))} as {_TARGET} {storage}'",
        "warehouse/store.py: f'attach {quote_text(str(path))} as logged'",
    }
    assert len(attached) > 2
