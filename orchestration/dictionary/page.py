"""The page: dbt's own documentation site with everything inlined, made of what is public and always the same.

`dbt docs generate --static` puts manifest and catalogue into a page as they are: with the paths of a machine, the ids
and times of a run, and every macro of dbt. Here both are reduced to what the page shows, and the columns say besides
what they are keys of and where they come from. Types come from contracts and from the definition of the tables that
extraction fills, so that no database is read.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from orchestration.dictionary.lineage import Column, Lineage, find_origins, list_relations, name_table
from orchestration.dictionary.relations import SCHEMA, Mart, list_marts

# The page may load nothing and send nothing, whatever its scripts want. They are inlined, and evaluate templates.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:"
)
OVERVIEW = "doc.dbt.__overview__"

# Of a node; what else dbt notes of it are paths, times and ids of a run, and its code as one run compiled it.
_KEPT = frozenset(
    {
        "access",
        "agg_time_dimension",
        "alias",
        "attached_node",
        "column_name",
        "columns",
        "constraints",
        "database",
        "defaults",
        "depends_on",
        "description",
        "dimensions",
        "docs",
        "entities",
        "exposure_type",
        "filter",
        "fqn",
        "group",
        "identifier",
        "label",
        "language",
        "latest_version",
        "maturity",
        "measures",
        "meta",
        "metrics",
        "model",
        "model_name",
        "name",
        "node_relation",
        "original_file_path",
        "owner",
        "package_name",
        "path",
        "primary_entity",
        "primary_key",
        "raw_code",
        "refs",
        "relation_name",
        "resource_type",
        "schema",
        "source_description",
        "source_name",
        "sources",
        "tags",
        "test_metadata",
        "time_granularity",
        "type",
        "type_params",
        "unique_id",
        "url",
        "version",
    }
)
_KEPT_METADATA = ("adapter_type", "dbt_schema_version", "dbt_version", "project_name", "quoting")
_KINDS = ("nodes", "sources", "exposures", "metrics", "semantic_models")
_CONFIG = ("enabled", "materialized", "contract", "severity")


def render_page(
    manifest: Mapping[str, Any], lineage: Lineage, source_types: Mapping[tuple[str, str], Mapping[str, str]]
) -> str:
    """Return the page as HTML that needs nothing but itself.

    Args:
        manifest: the content of dbt's manifest.json.
        lineage: what each column is made of.
        source_types: the types of columns by schema and table of the sources.
    """
    page = (files("dbt.task.docs") / "index.html").read_text(encoding="utf-8")
    marts = list_marts(manifest)
    reduced = _reduce_manifest(manifest, lineage, marts)
    content = {
        '"MANIFEST.JSON INLINE DATA"': _inline(reduced),
        '"CATALOG.JSON INLINE DATA"': _inline(_make_catalog(manifest, source_types)),
        "<head>": f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
    }
    for place, text in content.items():
        if page.count(place) != 1:
            raise ValueError(f"dbt's page has {page.count(place)} places for {place}, not one.")
        page = page.replace(place, text)
    return page


def _inline(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    # Inside a script neither its end nor a comment may begin.
    return text.replace("<", "\\u003c").replace(">", "\\u003e")


def _reduce_manifest(manifest: Mapping[str, Any], lineage: Lineage, marts: list[Mart]) -> dict[str, Any]:
    reduced: dict[str, Any] = {
        kind: {unique_id: _reduce_node(node) for unique_id, node in sorted(manifest[kind].items())}
        for kind in _KINDS
    }
    for node in list_relations(reduced):
        _annotate_columns(node, lineage, {mart.unique_id: mart for mart in marts})
    kept = {unique_id for kind in _KINDS for unique_id in reduced[kind]}
    for name in ("parent_map", "child_map"):
        reduced[name] = {
            unique_id: sorted(kept.intersection(others))
            for unique_id, others in manifest[name].items()
            if unique_id in kept
        }
    metadata = {key: manifest["metadata"][key] for key in _KEPT_METADATA if key in manifest["metadata"]}
    overview = {
        "name": "__overview__",
        "package_name": "dbt",
        "unique_id": OVERVIEW,
        "block_contents": describe_marts(marts),
    }
    unused = ("macros", "groups", "saved_queries", "unit_tests", "functions")
    return {
        **reduced,
        **{kind: {} for kind in unused},
        "docs": {OVERVIEW: overview},
        "metadata": {**metadata, "send_anonymous_usage_stats": False},
    }


def _reduce_node(node: Mapping[str, Any]) -> dict[str, Any]:
    reduced = {key: value for key, value in node.items() if key in _KEPT}
    if node["resource_type"] == "test":
        # What a test is made of is dbt's own; the page shows its name at the column.
        reduced["raw_code"] = ""
    if "depends_on" in reduced:
        reduced["depends_on"] = {"nodes": reduced["depends_on"].get("nodes", []), "macros": []}
    if "columns" in reduced:
        reduced["columns"] = {name: dict(column) for name, column in reduced["columns"].items()}
    reduced["config"] = {key: node["config"][key] for key in _CONFIG if key in (node.get("config") or {})}
    return reduced


def _annotate_columns(node: dict[str, Any], lineage: Lineage, marts: Mapping[str, Mart]) -> None:
    """Add to what each column means: whether it is the key, what it refers to, and where it comes from."""
    schema, table = name_table(node)
    mart = marts.get(node["unique_id"])
    for name, column in node["columns"].items():
        parts = [" ".join(column["description"].split())]
        if mart is not None:
            if name in mart.primary_key:
                parts.append("Primary key." if len(mart.primary_key) == 1 else "Part of the primary key.")
            parts += [
                f"Refers to `{key.to_table}.{key.to_column}`."
                for key in mart.foreign_keys
                if key.column == name
            ]
        origins = sorted(map(str, find_origins(lineage, Column(schema, table, name))))
        if Column(schema, table, name) in lineage and origins:
            parts.append(f"From {', '.join(f'`{origin}`' for origin in origins)}.")
        column["description"] = "\n\n".join(parts)
        column.pop("doc_blocks", None)


def _make_catalog(
    manifest: Mapping[str, Any], source_types: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[str, Any]:
    tables = {node["unique_id"]: _catalogue(node, source_types) for node in list_relations(manifest)}
    return {
        "metadata": {},
        "errors": None,
        "nodes": {key: table for key, table in tables.items() if not key.startswith("source.")},
        "sources": {key: table for key, table in tables.items() if key.startswith("source.")},
    }


def _catalogue(
    node: Mapping[str, Any], source_types: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[str, Any]:
    schema, table = name_table(node)
    types = source_types.get((schema, table), {})
    is_view = (node.get("config") or {}).get("materialized") == "view"
    return {
        "unique_id": node["unique_id"],
        "metadata": {
            "type": "VIEW" if is_view else "BASE TABLE",
            "schema": schema,
            "name": table,
            "database": node["database"],
            "comment": None,
            "owner": None,
        },
        "columns": {
            name: {
                "index": position,
                "name": name,
                "type": (column["data_type"] or types.get(name, "")).upper(),
                "comment": None,
            }
            for position, (name, column) in enumerate(node["columns"].items(), 1)
        },
        "stats": {},
    }


def describe_marts(marts: list[Mart]) -> str:
    """Return the first page as Markdown: each public table with its key and what it is."""
    lines = [
        "# potline",
        "",
        "Who met whom in China's aluminium industry, when and where, what each said, what they asked for and what they"
        f" promised. These tables are the schema `{SCHEMA}` of a release; the rest is what they are made of.",
        "",
        "A column's description says what it is a key of, and from which columns of articles, extraction and seeds it"
        " comes. The blue button at the lower right draws the tables that a table is made of.",
        "",
        "| table | key | what it is |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| [{mart.name}](#!/model/{mart.unique_id}) | {', '.join(f'`{c}`' for c in mart.primary_key)} "
        f"| {mart.description.replace('|', chr(92) + '|')} |"
        for mart in marts
    ]
    return "\n".join(lines) + "\n"
