"""Which type a column of DuckDB has in PostgreSQL, and how its values are read so that they fit.

PostgreSQL takes no NUL in a text. Each becomes U+FFFD, one character for one, so that offsets into the text hold.
"""

from dataclasses import dataclass

from warehouse.store import quote_name
from warehouse.tables import Column

_TYPES = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "double precision",
    "FLOAT": "real",
    "HUGEINT": "numeric",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "TIMESTAMP": "timestamp without time zone",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    "TINYINT": "smallint",
    "VARCHAR": "text",
}
# The driver writes 64 bits without a sign as 64 bits with one.
_CASTS = {"UBIGINT": "hugeint", "UINTEGER": "bigint", "USMALLINT": "integer", "UTINYINT": "smallint"}


@dataclass(frozen=True)
class Target:
    """A column's type in PostgreSQL, and the expression of DuckDB that gives its values."""

    type: str
    expression: str


def choose_target(column: Column) -> Target:
    """Return what a column becomes: the same values, or its text as DuckDB writes it where no type fits."""
    name = quote_name(column.name)
    if column.type == "VARCHAR":
        return Target("text", _without_nul(name))
    if column.type == "VARCHAR[]":
        return Target("text[]", f"list_transform({name}, lambda item: {_without_nul('item')})")
    if column.type in _CASTS:
        cast = _CASTS[column.type]
        return Target(_TYPES[cast.upper()], f"cast({name} as {cast})")
    if column.type.startswith("DECIMAL("):
        return Target(f"numeric{column.type.removeprefix('DECIMAL')}", name)
    element = column.type.removesuffix("[]")
    if element in _TYPES:
        return Target(_TYPES[element] + column.type[len(element) :], name)
    return Target("text", _without_nul(f"cast({name} as varchar)"))


def _without_nul(expression: str) -> str:
    return f"replace({expression}, chr(0), chr(65533))"
