"""Column lineage: of which columns the value of a column is made, from the SQL of the models.

What decides only whether a row is there, a filter or the condition of a join, is no part of it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

DIALECT = "duckdb"


class Column(NamedTuple):
    """A column by schema, table and name."""

    schema: str
    table: str
    name: str

    def __str__(self) -> str:
        return ".".join(self)


Lineage = Mapping[Column, frozenset[Column]]
"""Of each column of a model the columns that the model makes it of; none for a constant or a count of rows."""


def list_relations(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the nodes that are tables or views: models, seeds and sources."""
    yield from (node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed"))
    yield from manifest["sources"].values()


def name_table(node: Mapping[str, Any]) -> tuple[str, str]:
    """Return schema and table of a node."""
    return node["schema"], node.get("alias") or node.get("identifier") or node["name"]


def trace_columns(manifest: Mapping[str, Any]) -> Lineage:
    """Return what each column of the models is made of, one step back.

    Args:
        manifest: the content of a manifest.json whose models are compiled.

    Raises:
        sqlglot.errors.SqlglotError: the SQL of a model cannot be read, or does not give a column that the model lists.
    """
    import sqlglot
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope

    schema: dict[str, Any] = {}
    for node in list_relations(manifest):
        of_schema, table = name_table(node)
        tables = schema.setdefault(node["database"], {}).setdefault(of_schema, {})
        tables[table] = dict.fromkeys(node["columns"], "varchar")
    lineage: dict[Column, frozenset[Column]] = {}
    for node in list_relations(manifest):
        if node["resource_type"] != "model":
            continue
        query = qualify(
            sqlglot.parse_one(node["compiled_code"], dialect=DIALECT),
            dialect=DIALECT,
            schema=schema,
            validate_qualify_columns=False,
            identify=False,
        )
        scope = build_scope(query)
        for name in node["columns"]:
            lineage[Column(*name_table(node), name)] = _trace_column(name, query, scope)
    return lineage


def _trace_column(name: str, query: Any, scope: Any) -> frozenset[Column]:
    from sqlglot import exp
    from sqlglot.lineage import lineage

    # Not copied: the query is read, once for each of its columns.
    root = lineage(name, query, {}, dialect=DIALECT, scope=scope, copy=False, trim_selects=False)
    return frozenset(
        Column(node.expression.db, node.expression.name, node.name.rpartition(".")[2])
        for node in root.walk()
        # A function that makes rows, such as those of a calendar, is a table of no schema.
        if isinstance(node.expression, exp.Table) and node.expression.db
    )


def find_origins(lineage: Lineage, column: Column) -> frozenset[Column]:
    """Return the columns of sources and seeds, which no model makes, that a column comes from in the end."""
    found: set[Column] = set()
    seen: set[Column] = set()
    waiting = [column]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if current in lineage:
            waiting += lineage[current]
        else:
            found.add(current)
    return frozenset(found)


def describe_lineage(lineage: Lineage) -> dict[str, dict[str, list[str]]]:
    """Return the lineage as a release holds it: each column with its steps back, one and all the way."""
    return {
        str(column): {
            "made_of": sorted(map(str, lineage[column])),
            "origins": sorted(map(str, find_origins(lineage, column))),
        }
        for column in sorted(lineage)
    }
