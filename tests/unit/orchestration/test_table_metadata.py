import duckdb

from orchestration.table_metadata import describe_tables, measure_tables, preview_table


def test_the_data_definition_describes_every_table_and_column() -> None:
    descriptions = describe_tables()
    assert ("raw", "articles") in descriptions
    assert ("extracted", "demands") in descriptions
    for table, description in descriptions.items():
        assert description.comment, table
        assert all(column.description for column in description.columns.columns), table


def test_only_tables_that_are_there_are_measured() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table things as select range as number from range(7)")
        measures = measure_tables(connection, [("main", "things"), ("main", "nothing")])
    assert list(measures) == [("main", "things")]
    assert measures["main", "things"]["dagster/row_count"].value == 7


def test_a_preview_is_a_markdown_table_whatever_the_text_holds() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table things (a varchar, b varchar)")
        connection.execute("insert into things values (?, null)", ["<b>|\x1b[31m\n![](//x)" + "x" * 100])
        lines = preview_table(connection, ("main", "things")).splitlines()
    assert lines[:2] == ["| a | b |", "| --- | --- |"]
    assert lines[2].startswith("| &lt;b>\\| \\[31m !\\[](//x)xxx")
    assert lines[2].endswith("… |  |")
    assert len(lines) == 3
