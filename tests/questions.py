"""The standard questions of dbt_project/analyses, as they are asked of a release."""

from __future__ import annotations

from orchestration import questions


def read_questions() -> dict[str, str]:
    """The SQL of each question by its name."""
    return {name: question.sql for name, question in questions.read_questions().items()}
