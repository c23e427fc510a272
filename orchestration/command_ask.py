"""`potline ask`: the standard questions, asked of the current release."""

from orchestration.close_names import unknown_name
from orchestration.command_query import run_query
from orchestration.printed_rows import Format, print_rows
from orchestration.questions import read_questions
from orchestration.settings import Settings


def list_questions(output_format: Format) -> None:
    """Print name and wording of every question.

    Raises:
        CommandError: a question is not written as one is.
    """
    rows = [(question.name, question.wording) for question in read_questions().values()]
    print_rows(["name", "question"], rows, output_format)


def ask_question(settings: Settings, name: str, output_format: Format) -> None:
    """Print the answer of the current release to a question.

    Raises:
        CommandError: there is no such question, nothing is published, or the release lacks what the question needs.
    """
    questions = read_questions()
    if name not in questions:
        raise unknown_name("question", name, questions, "potline ask --list")
    run_query(settings, questions[name].sql, output_format, called=f"The question {name}")
