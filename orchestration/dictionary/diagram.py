"""The entity-relationship diagram of the marts, drawn from contracts and relationship tests: `docs/marts.md`.

python -m orchestration.dictionary.diagram    # writes it anew after a change of keys
"""

import json
import sys
from collections.abc import Iterable, Iterator

from orchestration.dictionary.relations import ForeignKey, Mart, list_marts
from orchestration.manifest import ManifestError, ensure_manifest
from orchestration.settings import PROJECT_FOLDER

PAGE = PROJECT_FOLDER / "docs" / "marts.md"

HEAD = """\
# The public tables and their keys

<!-- Written by `python -m orchestration.dictionary.diagram`; a test compares it with the models. -->

What each table and column means is in `dictionary.html` of a release, and as comments in its DuckDB file. Here is how
they hang together: a line is a foreign key, which a dbt test holds in every release, and only columns that are keys
are drawn. A ring at the table that is referred to says that the key may be NULL.
"""

LABELS = """\
## Enumerations

These tables say what the values of a column mean, with labels in English and Chinese:

| table | key | is what stands in |
| --- | --- | --- |"""


def render_diagram(marts: Iterable[Mart]) -> str:
    """Return the page as Markdown with a diagram in Mermaid."""
    every = list(marts)
    labels = {mart.name: mart for mart in every if _is_enumeration(mart)}
    others = [mart for mart in every if mart.name not in labels]
    keys = {mart.name: [key for key in mart.foreign_keys if key.to_table not in labels] for mart in others}
    joined = set(keys) & {table for of in keys.values() for key in of for table in (key.table, key.to_table)}
    drawn = [mart for mart in others if mart.name in joined]
    lines = [HEAD]
    for title, are_reports in (("Facts and dimensions", False), ("Reports", True)):
        chosen = [mart for mart in drawn if mart.name.startswith("report_") == are_reports]
        lines += [f"## {title}", "", "```mermaid", "erDiagram"]
        lines += [line for mart in chosen for line in _draw_entity(mart, keys[mart.name])]
        lines += [_draw_relation(mart, key) for mart in chosen for key in keys[mart.name]]
        lines += ["```", ""]
    lines.append(LABELS)
    for mart in labels.values():
        places = [
            f"`{key.table}.{key.column}`"
            for other in every
            for key in other.foreign_keys
            if key.to_table == mart.name
        ]
        lines.append(f"| `{mart.name}` | `{mart.primary_key[0]}` | {', '.join(places)} |")
    lines += ["", "## Without foreign keys", ""]
    lines += [f"- `{mart.name}`: {mart.description}" for mart in others if mart.name not in joined]
    return "\n".join(lines) + "\n"


def _is_enumeration(mart: Mart) -> bool:
    """A table of codes and their labels: its key is the code itself and not an id."""
    return (
        mart.name.startswith("dim_")
        and len(mart.primary_key) == 1
        and not mart.primary_key[0].endswith("_id")
    )


def _draw_entity(mart: Mart, foreign_keys: list[ForeignKey]) -> Iterator[str]:
    foreign = {key.column for key in foreign_keys}
    yield f"    {mart.name} {{"
    for column, data_type in mart.columns.items():
        marks = ["PK"] * (column in mart.primary_key) + ["FK"] * (column in foreign)
        if marks:
            yield f"        {data_type} {column} {', '.join(marks)}"
    yield "    }"


def _draw_relation(mart: Mart, key: ForeignKey) -> str:
    rows = "|o" if mart.primary_key == (key.column,) else "}o"
    row = "||" if key.column in mart.required else "o|"
    return f"    {key.table} {rows}--{row} {key.to_table} : {key.column}"


if __name__ == "__main__":
    try:
        content = json.loads(ensure_manifest().read_text(encoding="utf-8"))
    except ManifestError as error:
        sys.exit(str(error))
    PAGE.write_text(render_diagram(list_marts(content)), encoding="utf-8")
