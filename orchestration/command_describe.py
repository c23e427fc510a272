"""`potline describe`: the tables of the current release, and the columns of one of them."""

from orchestration.close_names import unknown_name
from orchestration.printed_rows import Format, print_rows
from orchestration.published import describe_published, open_published
from orchestration.settings import Settings
from orchestration.summary import count_rows
from warehouse.tables import Table


def describe_release(settings: Settings, output_format: Format) -> None:
    """Print name, number of rows and description of every table, facts first.

    Raises:
        CommandError: nothing is published.
    """
    with open_published(settings) as connection:
        tables = describe_published(connection)
        counts = count_rows(connection)
    rows = [(name, count, tables[name].description) for name, count in counts]
    print_rows(["table", "rows", "description"], rows, output_format)


def describe_table(settings: Settings, name: str, output_format: Format) -> None:
    """Print the columns of a table: name, type, whether of the key, whether it may be NULL, description.

    Raises:
        CommandError: nothing is published, or there is no such table.
    """
    with open_published(settings) as connection:
        tables = describe_published(connection)
    if name not in tables:
        raise unknown_name("table", name, tables, "potline describe")
    print_rows(
        ["column", "type", "key", "nullable", "description"], _describe_columns(tables[name]), output_format
    )


def _describe_columns(table: Table) -> list[tuple[object, ...]]:
    return [
        (column.name, column.type, column.name in table.primary_key, column.is_nullable, column.description)
        for column in table.columns
    ]
