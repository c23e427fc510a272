from pathlib import Path

import pytest

from orchestration.questions import read_question, read_questions
from orchestration.terminal import CommandError


def write(folder: Path, sql: str, name: str = "asked") -> Path:
    path = folder / f"{name}.sql"
    path.write_text(sql, encoding="utf-8")
    return path


def test_a_question_names_the_tables_of_a_release(tmp_path: Path) -> None:
    path = write(tmp_path, "-- Who?\nselect * from {{ ref('dim_people') }}, {{ref('dim_firms')}}\n")
    question = read_question(path)
    assert (question.name, question.wording) == ("asked", "Who?")
    assert question.sql == "-- Who?\nselect * from marts.dim_people, marts.dim_firms\n"


@pytest.mark.parametrize(
    "jinja",
    [
        "{{ var('release_id') }}",
        '{{ ref("dim_people") }}',
        "{{ ref('other', 'dim_people') }}",
        "{{ ref('dim_people; drop table x') }}",
        "{% if true %} {% endif %}",
        "{# nothing #}",
    ],
)
def test_whatever_else_dbt_would_do_is_an_error(tmp_path: Path, jinja: str) -> None:
    path = write(tmp_path, f"-- Who?\nselect {jinja}\n")
    with pytest.raises(CommandError, match=r"asked\.sql can be asked by dbt alone"):
        read_question(path)


def test_a_question_without_words_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"asked\.sql does not begin with its question"):
        read_question(write(tmp_path, "select 1\n"))


def test_questions_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    write(tmp_path / "a", "-- B?\nselect 1\n", "b")
    write(tmp_path, "-- A?\nselect 1\n", "a")
    assert list(read_questions(tmp_path)) == ["a", "b"]


def test_a_folder_without_questions_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There are no questions"):
        read_questions(tmp_path)
