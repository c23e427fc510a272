"""The standard questions, asked of a release of the samples."""

import re
from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from orchestration.settings import DBT_PROJECT_FOLDER
from tests.integration.conftest import Built
from tests.integration.questions import ANSWERS, ask, read_answer
from tests.questions import read_questions

QUESTIONS = read_questions()
README = DBT_PROJECT_FOLDER / "README.md"
AT_LEAST = 15
AT_MOST_ROWS = 100
# One row a category, a province or another item of a closed list.
SHORT_BY_NATURE = {
    "answer_times",
    "answers_by_province",
    "demands_by_category",
    "demands_by_year",
    "government_demands",
    "meetings_by_ownership_and_level",
    "provinces_by_firms_met",
    "speech_by_side",
}


@pytest.fixture(scope="module")
def release(built: Built) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(built.settings.published_path, read_only=True)) as connection:
        yield connection


@pytest.fixture
def shuffled(built: Built) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same rows, in another order and open to change."""
    with closing(duckdb.connect()) as connection:
        connection.execute(f"attach '{built.settings.published_path}' as release (read_only)")
        connection.execute("create schema marts")
        tables = connection.execute("select table_name from duckdb_tables() where database_name = 'release'")
        for (table,) in tables.fetchall():
            connection.execute(
                f"create table marts.{table} as "
                f"select * from release.marts.{table} order by hash(rowid), rowid desc"
            )
        yield connection


def tell(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, str]]:
    """The answer as one dictionary a row."""
    names, *rows = ask(connection, QUESTIONS[name])
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_there_are_enough_and_each_has_its_answer() -> None:
    assert len(QUESTIONS) >= AT_LEAST
    assert sorted(QUESTIONS) == sorted(path.stem for path in ANSWERS.glob("*.csv"))


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_first_line_is_one_question_and_listed(name: str) -> None:
    first, second = QUESTIONS[name].splitlines()[:2]
    assert re.fullmatch(r"-- [A-Z][^?.!]*\?", first), first
    assert not second.startswith("--"), "the question goes on"
    assert f"| {first.removeprefix('-- ')} | `{name}` |" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_one_that_is_kept(name: str, release: duckdb.DuckDBPyConnection) -> None:
    answer = ask(release, QUESTIONS[name])
    assert answer == read_answer(name)
    assert len(answer) > 1, "an answer without a row tests nothing"


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_may_grow_is_cut_off(name: str) -> None:
    limits = re.findall(r"^ *limit (\d+)$", QUESTIONS[name], re.MULTILINE)
    assert bool(limits) != (name in SHORT_BY_NATURE)
    assert all(int(limit) <= AT_MOST_ROWS for limit in limits)


def test_the_order_of_rows_in_the_tables_does_not_matter(shuffled: duckdb.DuckDBPyConnection) -> None:
    for name, sql in QUESTIONS.items():
        assert ask(shuffled, sql) == read_answer(name), name


@pytest.mark.parametrize(
    ("unknown", "names"),
    [
        ("firm_group_name", ["answers_by_firm_group", "demands_in_several_provinces"]),
        ("province_name", ["answers_by_province", "demands_in_several_provinces"]),
    ],
)
def test_an_unknown_group_or_province_is_no_row(
    shuffled: duckdb.DuckDBPyConnection, unknown: str, names: list[str]
) -> None:
    shuffled.execute(
        f"insert into marts.report_demands select * replace (null as {unknown}) from marts.report_demands"
    )
    for name in names:
        answer = tell(shuffled, name)
        assert answer
        assert all(row.get(unknown.removesuffix("_name"), "not shown") for row in answer), name


def test_whoever_sat_on_one_side_is_no_counterpart(shuffled: duckdb.DuckDBPyConnection) -> None:
    shuffled.execute("update marts.report_people_pairs set opposite_meeting_count = 0")
    assert not tell(shuffled, "frequent_counterparts")


def test_what_bodies_ask_jointly_is_no_demand_of_firms(shuffled: duckdb.DuckDBPyConnection) -> None:
    shuffled.execute("update marts.fct_demands set requester_side = 'government'")
    assert not tell(shuffled, "joint_demands")
    assert not tell(shuffled, "demands_by_category")


def test_reprints_and_disagreements_are_told(shuffled: duckdb.DuckDBPyConnection) -> None:
    """The samples have neither."""
    shuffled.execute(
        """
        update marts.dim_articles set reprint_of_article_id = article_id
        where source_path = '2020-06-nanning-talks.txt'
        """
    )
    for attribute in ("place", "held_on", "place"):
        shuffled.execute(
            """
            insert into marts.fct_meeting_conflicts (meeting_conflict_id, meeting_id, meeting_attribute)
            select gen_random_uuid(), meeting_id, ? from marts.fct_meetings where held_on = '2020-06-19'
            """,
            [attribute],
        )
    (row,) = tell(shuffled, "most_reported_meetings")
    assert (row["article_count"], row["reprint_count"]) == ("2", "1")
    assert row["disputed_attributes"] == "held_on; place"


def test_later_answers_and_answers_by_name_are_told(shuffled: duckdb.DuckDBPyConnection) -> None:
    """In the samples every answer is given at the same meeting, and none says power supply by its name."""
    shuffled.execute(
        """
        update marts.report_firm_asks set lag_days = 30, matched_by = 'later_category_requester'
        where category in ('power_supply', 'resources') and held_on = '2020-06-19' and is_answered
        """
    )
    times = {row["category"]: row for row in tell(shuffled, "answer_times")}
    assert list(times["Resources"].values()) == ["Resources", "2", "1", "30.0", "30"]
    assert list(times["Logistics"].values()) == ["Logistics", "1", "1", "", ""]
    chinalco = tell(shuffled, "power_supply_by_province")[0]
    assert chinalco["firm"] == "Aluminum Corporation of China"
    assert (chinalco["promised_count"], chinalco["promised_in_general_count"]) == ("1", "1")
