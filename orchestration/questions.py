"""The standard questions: the SQL of dbt_project/analyses, as it is asked of a release without dbt."""

import re
from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import DBT_PROJECT_FOLDER
from orchestration.terminal import CommandError

QUESTIONS_FOLDER = DBT_PROJECT_FOLDER / "analyses"

_REF = re.compile(r"\{\{\s*ref\('(\w+)'\)\s*\}\}")
_JINJA = re.compile(r"\{[{%#]")


@dataclass(frozen=True)
class Question:
    """A standard question: its name, its English wording, and its SQL over the tables of schema `marts`."""

    name: str
    wording: str
    sql: str


def read_questions(folder: Path = QUESTIONS_FOLDER) -> dict[str, Question]:
    """Read all questions, by their names and in the order of these.

    Raises:
        CommandError: there are none, or one is not written as a question is.
    """
    questions = {path.stem: read_question(path) for path in sorted(folder.rglob("*.sql"))}
    if not questions:
        raise CommandError(f"There are no questions in {folder}.")
    return dict(sorted(questions.items()))


def read_question(path: Path) -> Question:
    """Read one question: its wording is the comment in the first line.

    Raises:
        CommandError: it has no wording, or needs more of dbt than the names of tables.
    """
    template = path.read_text(encoding="utf-8")
    first_line = template.partition("\n")[0]
    if not first_line.startswith("-- "):
        raise CommandError(f"{path} does not begin with its question in a comment.")
    # Every model that a question may name is in the release, where it is a table of schema marts.
    sql = _REF.sub(r"marts.\1", template)
    if _JINJA.search(sql):
        raise CommandError(
            f"{path} can be asked by dbt alone: only {{{{ ref('table') }}}} is understood here."
        )
    return Question(path.stem, first_line.removeprefix("-- ").strip(), sql)
