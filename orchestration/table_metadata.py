"""What the UI shows of a table: how many rows, a small preview, its columns and what they mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from warehouse.memory import memory_config
from warehouse.store import quote_name

SCHEMA_DDL = Path(__file__).resolve().parents[1] / "warehouse" / "schema.sql"
PREVIEW_ROWS = 5
PREVIEW_CHARACTERS = 60


@dataclass(frozen=True)
class TableDescription:
    """What the data definition language says of one table."""

    comment: str
    columns: dg.TableSchema


def describe_tables() -> dict[tuple[str, str], TableDescription]:
    """Return the comments and columns of the tables of schemas raw and extracted, by schema and table."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(SCHEMA_DDL.read_text(encoding="utf-8"))
        comments = connection.execute(
            "select schema_name, table_name, coalesce(comment, '') from duckdb_tables() order by all"
        ).fetchall()
        columns = connection.execute(
            "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
            "where not internal order by schema_name, table_name, column_index"
        ).fetchall()
    return {
        (schema, table): TableDescription(
            comment=comment,
            columns=dg.TableSchema(
                columns=[
                    dg.TableColumn(name=name, type=data_type, description=meaning)
                    for column_schema, column_table, name, data_type, meaning in columns
                    if (column_schema, column_table) == (schema, table)
                ]
            ),
        )
        for schema, table, comment in comments
    }


def describe_asset(
    table: tuple[str, str], description: TableDescription, deps: Sequence[dg.AssetKey] = ()
) -> dg.AssetSpec:
    """Return the asset of a table that our own code fills: keyed by schema and table, grouped by schema."""
    return dg.AssetSpec(
        dg.AssetKey(list(table)),
        deps=deps,
        description=description.comment,
        group_name=table[0],
        kinds={"python", "duckdb"},
        metadata={"dagster/column_schema": description.columns},
    )


def materialise_tables(
    warehouse: Path, schema: str, tables: Sequence[str], account: Mapping[str, Any]
) -> Iterator[dg.MaterializeResult[None]]:
    """Yield the materialisation of each table with its row count, its preview and the account of the step."""
    with duckdb.connect(warehouse, read_only=True, config=memory_config()) as connection:
        measures = measure_tables(connection, [(schema, table) for table in tables])
    for table in tables:
        yield dg.MaterializeResult(
            asset_key=dg.AssetKey([schema, table]), metadata={**account, **measures[schema, table]}
        )


def measure_tables(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Mapping[str, dg.MetadataValue]]:
    """Return row count and preview of each table or view that exists, by schema and table."""
    there = set(
        connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
    )
    wanted = [table for table in tables if table in there]
    if not wanted:
        return {}
    counts = connection.execute(
        " union all by name ".join(
            f"select {position} as position, count(*) as row_count from {_quote(table)}"
            for position, table in enumerate(wanted)
        )
    ).fetchall()
    return {
        wanted[position]: {
            "dagster/row_count": dg.MetadataValue.int(row_count),
            "preview": dg.MetadataValue.md(preview_table(connection, wanted[position])),
        }
        for position, row_count in counts
    }


def preview_table(connection: duckdb.DuckDBPyConnection, table: tuple[str, str]) -> str:
    """Return the first rows as a Markdown table, long values cut."""
    cursor = connection.execute(f"select * from {_quote(table)} limit {PREVIEW_ROWS}")
    names = [column[0] for column in cursor.description or []]
    lines = [_markdown_row(names), _markdown_row(["---"] * len(names))]
    lines += [_markdown_row(row) for row in cursor.fetchall()]
    return "\n".join(lines)


def _quote(table: tuple[str, str]) -> str:
    return ".".join(map(quote_name, table))


def _markdown_row(values: Iterable[object]) -> str:
    return "| " + " | ".join(_markdown_cell(value) for value in values) + " |"


def _markdown_cell(value: object) -> str:
    if value is None:
        return ""
    text = "".join(character if character.isprintable() else " " for character in str(value))
    if len(text) > PREVIEW_CHARACTERS:
        text = text[: PREVIEW_CHARACTERS - 1] + "…"
    # A bracket could begin an image, which a browser would fetch from wherever the text says.
    text = text.replace("\\", "\\\\").replace("|", "\\|").replace("[", "\\[")
    return text.replace("<", "&lt;")
