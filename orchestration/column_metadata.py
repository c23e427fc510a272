"""What the UI shows of a table's columns: types, what they mean, and which columns they are made of.

dagster-dbt finds the same with a query and a parse of the model's SQL for each table, in every build anew, which takes it
as long as the models themselves over a small corpus. The file tells of all columns at once, and what they are made
of was found at set-up.
"""

import json
from collections import defaultdict
from collections.abc import Mapping

import dagster as dg
import duckdb

from orchestration.dictionary.make import LINEAGE, ensure_dictionary

Metadata = Mapping[str, dg.TableSchema | dg.TableColumnLineage]


def describe_columns(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Metadata]:
    """Return the metadata of the columns of every table and view, by schema and table.

    Raises:
        ManifestError: dbt could not parse its project, of which the lineage is made.
        DictionaryError: dbt could not compile it.
    """
    schemas = _read_schemas(connection)
    lineages = _read_lineages()
    return {
        table: {
            "dagster/column_schema": schema,
            **({"dagster/column_lineage": lineages[table]} if table in lineages else {}),
        }
        for table, schema in schemas.items()
    }


def _read_schemas(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dg.TableSchema]:
    columns: dict[tuple[str, str], list[dg.TableColumn]] = defaultdict(list)
    for schema, table, name, data_type, meaning in connection.execute(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
        "where not internal order by schema_name, table_name, column_index"
    ).fetchall():
        columns[schema, table].append(dg.TableColumn(name, data_type.lower(), meaning))
    return {table: dg.TableSchema(of_table) for table, of_table in columns.items()}


def _read_lineages() -> dict[tuple[str, str], dg.TableColumnLineage]:
    text = (ensure_dictionary() / LINEAGE).read_text(encoding="utf-8")
    deps: dict[tuple[str, str], dict[str, list[dg.TableColumnDep]]] = defaultdict(dict)
    for column, steps in json.loads(text).items():
        schema, table, name = column.split(".")
        deps[schema, table][name] = [_make_dep(origin) for origin in steps["made_of"]]
    return {table: dg.TableColumnLineage(of_table) for table, of_table in deps.items()}


def _make_dep(column: str) -> dg.TableColumnDep:
    schema, table, name = column.split(".")
    return dg.TableColumnDep(dg.AssetKey([schema, table]), name)
