"""The keys of the marts: what dbt's contracts and relationship tests say of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SCHEMA = "marts"

_REF = re.compile(r"ref\(\s*['\"](\w+)['\"]\s*\)")


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values are those of another mart's column."""

    table: str
    column: str
    to_table: str
    to_column: str


@dataclass(frozen=True)
class Mart:
    """A public table: its columns with their types, in order, and its keys."""

    unique_id: str
    name: str
    description: str
    columns: Mapping[str, str]
    required: frozenset[str]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]


def list_marts(manifest: Mapping[str, Any]) -> list[Mart]:
    """Return the public tables of a manifest, by name."""
    nodes = manifest["nodes"].values()
    models = {
        node["unique_id"]: node
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] == SCHEMA
    }
    foreign: dict[str, list[ForeignKey]] = {}
    for node in nodes:
        key = _read_foreign_key(node, models)
        if key is not None:
            foreign.setdefault(key.table, []).append(key)
    return sorted((_read_mart(model, foreign) for model in models.values()), key=lambda mart: mart.name)


def _read_mart(model: Mapping[str, Any], foreign: Mapping[str, list[ForeignKey]]) -> Mart:
    name = model["name"]
    columns = model["columns"]
    order = list(columns)
    keys = [c["columns"] for c in model["constraints"] if c["type"] == "primary_key"]
    return Mart(
        unique_id=model["unique_id"],
        name=name,
        description=" ".join(model["description"].split()),
        columns={column: str(columns[column]["data_type"]) for column in order},
        required=frozenset(
            column
            for column in order
            if any(constraint["type"] == "not_null" for constraint in columns[column]["constraints"])
        ),
        primary_key=tuple(keys[0]) if keys else (),
        foreign_keys=tuple(sorted(foreign.get(name, []), key=lambda key: order.index(key.column))),
    )


def _read_foreign_key(node: Mapping[str, Any], models: Mapping[str, Any]) -> ForeignKey | None:
    test = node.get("test_metadata") or {}
    model = models.get(str(node.get("attached_node")))
    if test.get("name") != "relationships" or model is None:
        return None
    arguments = test["kwargs"].get("arguments") or test["kwargs"]
    target = _REF.search(arguments["to"])
    if target is None or f"model.{model['package_name']}.{target.group(1)}" not in models:
        return None
    return ForeignKey(model["name"], node["column_name"], target.group(1), arguments["field"])
