"""No SQL is put together from what somebody else says, outside the places that are listed here with their reasons."""

import ast

import pytest

from tests.conftest import PROJECT
from tests.contract.scopes import Module, read_modules
from tests.contract.sql_strings import Reader

PACKAGES = ("ingest", "warehouse", "orchestration")

_OWN_QUERY = "the user's own query, on a connection that can only read this one file"
_OWN_CONDITION = "the user's own condition, on a connection that can only read this one file"
_OWN_FILE = "a file of the project"
_CATALOGUE = "a type as the catalogue of DuckDB writes it, names in it quoted"
_CALLERS = "runs what it is given; its callers are looked at in its place"

ALLOWED = {
    ("warehouse/read.py", "sql"): _OWN_QUERY,
    ("orchestration/command_query.py", "sql"): _OWN_QUERY,
    ("orchestration/exports/selection.py", "self.condition"): _OWN_CONDITION,
    ("orchestration/exports/selection.py", "selection.condition"): _OWN_CONDITION,
    ("orchestration/exports/selection.py", "self.sql"): _OWN_CONDITION,
    ("orchestration/exports/parquet.py", "selection.sql"): _OWN_CONDITION,
    ("orchestration/exports/annotations.py", "selection.sql"): _OWN_CONDITION,
    ("warehouse/store.py", "Path(__file__).with_name('schema.sql').read_text(encoding='utf-8')"): _OWN_FILE,
    ("orchestration/table_metadata.py", "SCHEMA_DDL.read_text(encoding='utf-8')"): _OWN_FILE,
    ("warehouse/publish.py", "column.type"): _CATALOGUE,
    ("warehouse/postgres/load.py", "choose_target(column).type"): _CATALOGUE,
    ("warehouse/postgres/load.py", "choose_target(column).expression"): "made of a quoted name in columns.py",
    ("warehouse/postgres/server.py", "statements"): _CALLERS,
    ("warehouse/postgres/server.py", "statement"): _CALLERS,
    ("warehouse/postgres/server.py", "query"): _CALLERS,
    ("orchestration/report/rows.py", "sql"): _CALLERS,
    (
        "orchestration/record_extractions.py",
        "pc.equal(table['article_id'], article_id)",
    ): "an expression of Arrow, no SQL",
}

HEAD = """
from warehouse.store import quote_name, quote_text
TABLE = "marts.dim_firms"
COUNT = f"select count(*) from {TABLE}"
PLACES = {"a": "marts.a", "b": "marts.b"}
"""

OPEN = {
    "f-string": "def find(con, name):\n    con.execute(f\"select * from t where name = '{name}'\")",
    "percent": "def find(con, name):\n    con.execute(\"select * from t where name = '%s'\" % name)",
    "plus": 'def find(con, name):\n    con.execute("select * from t where name = " + name)',
    "format": 'def find(con, name):\n    con.execute("select * from {}".format(name))',
    "format-by-name": 'def find(con, name):\n    con.execute("select * from {x}".format(x=name))',
    "join": 'def find(con, names):\n    con.execute("select " + ", ".join(names) + " from t")',
    "replace": 'def find(con, name):\n    con.execute("select * from NAME".replace("NAME", name))',
    "parameter": "def find(con, sql):\n    con.execute(sql)",
    "by-keyword": "def find(con, sql):\n    con.execute(query=sql)",
    "attribute": "def find(con, entry):\n    con.execute(entry.sql)",
    "file": "def find(con, path):\n    con.execute(path.read_text())",
    "variable": 'def find(con, name):\n    where = f"name = \'{name}\'"\n    con.sql(f"from t where {where}")',
    "one-of-two": 'def find(con, name):\n    where = "true"\n    if name:\n        where = name\n    con.sql(f"from t where {where}")',
    "added-to": 'def find(con, name):\n    sql = "select 1"\n    sql += name\n    con.execute(sql)',
    "loop": 'def find(con, names):\n    for name in names:\n        con.execute(f"drop table {name}")',
    "loop-over-pairs": 'def find(con, x):\n    for table, column in (("t", x), ("u", x)):\n        con.execute(f"select {column} from {table}")',
    "comprehension": 'def find(con, names):\n    con.execute(" union all ".join(f"select * from {name}" for name in names))',
    "conditional": 'def find(con, name):\n    con.execute("select 1" if name else name)',
    "not-run-here": 'def write(name):\n    return f"delete from {name}"',
    "kept-for-later": 'class Query:\n    def __init__(self, name):\n        self.sql = f"insert into {name} values (1)"',
    "private": 'def find(con, name):\n    _run(con, f"from {name}")\ndef _run(con, sql):\n    con.execute(sql)',
    "returned": 'def _place(name):\n    return f"marts.{name}"\ndef find(con, name):\n    con.execute(f"select * from {_place(name)}")',
    "unknown-call": 'def find(con, name):\n    con.execute(f"select * from {shout(name)}")',
    "shadowed-constant": 'def find(con, TABLE):\n    con.execute(f"select * from {TABLE}")',
    "with": "def find(con, path):\n    with open(path) as sql:\n        con.execute(sql)",
    "unpacked": 'def find(con, pair):\n    table, column = pair\n    con.execute(f"select {column} from {table}")',
    "lambda": 'find = lambda con, name: con.execute(f"select * from {name}")',
    "nested": 'def find(con, name):\n    def run():\n        con.execute(f"select * from {name}")\n    run()',
    "method": 'class Finder:\n    def find(self, con, name):\n        con.execute(f"select * from {name}")',
    "relation": 'def find(con, text):\n    con.table("t").filter(f"name = \'{text}\'")',
    "half-quoted": 'def find(con, name):\n    con.execute(f"select * from {quote_name(name)} where {name}")',
    "module": 'import sys\nSQL = f"select * from {sys.argv[1]}"',
}

CLOSED = {
    "literal": 'def find(con):\n    con.execute("select 1")',
    "bound": 'def find(con, name):\n    con.execute("select * from t where name = ?", [name])',
    "quoted": 'def find(con, a, b):\n    con.execute(f"select {quote_name(a)} from t where x = {quote_text(b)}")',
    "constant": 'def find(con):\n    con.execute(f"{COUNT} where x > {3}")',
    "quoted-list": 'def find(con, names):\n    listed = ", ".join(map(quote_name, names))\n    con.execute(f"select {listed} from t")',
    "loop": 'def find(con):\n    for table in ("a", "b"):\n        con.execute(f"drop table {table}")',
    "pairs": 'def find(con, x):\n    for table, rows in (("a", x), ("b", x)):\n        con.execute(f"select * from {table}")',
    "mapping": 'def find(con, name):\n    con.execute(f"select * from {PLACES[name]}")',
    "private": "def find(con):\n    _run(con, COUNT)\ndef _run(con, sql):\n    con.execute(sql)",
    "returned": 'def _place(name):\n    return f"marts.{quote_name(name)}"\ndef find(con, name):\n    con.execute(f"from {_place(name)}")',
    "number": 'def wait(con, seconds):\n    con.execute(f"set timeout = {int(seconds * 1000)}")',
    "prose": 'def say(name):\n    return f"From {name} to the select few where it ends."',
}


def read_planted(source: str) -> Reader:
    return Reader({"planted": Module("planted.py", ast.parse(HEAD + source))})


def test_sql_is_put_together_from_quoted_names_texts_and_constants_only() -> None:
    reader = Reader(read_modules(PROJECT, PACKAGES), frozenset(ALLOWED))
    assert reader.find_open() == []
    assert set(ALLOWED) == reader.used, "the list names what is no longer there"


@pytest.mark.parametrize("source", OPEN.values(), ids=OPEN)
def test_a_planted_string_is_found(source: str) -> None:
    assert read_planted(source).find_open()


@pytest.mark.parametrize("source", CLOSED.values(), ids=CLOSED)
def test_a_string_that_nobody_else_has_a_say_in_is_left_alone(source: str) -> None:
    assert read_planted(source).find_open() == []


def test_what_is_run_on_postgresql_is_looked_at_too() -> None:
    source = (
        'def drop(server, name):\n    server.run("select 1", f"drop schema {name}")\n    server.fetch(name)'
    )
    module = Module("warehouse/postgres/planted.py", ast.parse(source))
    assert [found.expression for found in Reader({"planted": module}).find_open()] == ["name", "name"]


def test_a_constant_of_another_module_is_followed_to_what_it_is() -> None:
    modules = {
        "a.words": Module("a/words.py", ast.parse('import sys\nGOOD = "select 1"\nBAD = sys.argv[1]')),
        "a.run": Module(
            "a/run.py",
            ast.parse(
                "from a import words\ndef run(con):\n    con.execute(words.GOOD)\n    con.execute(words.BAD)"
            ),
        ),
    }
    assert [found.expression for found in Reader(modules).find_open()] == ["words.BAD"]
