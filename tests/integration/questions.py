"""Asking a standard question, and the answers that are kept."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

ANSWERS = Path(__file__).parent / "answers"


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[list[str]]:
    """The names of the columns, then the rows, all as text; an empty text for NULL."""
    asked = connection.execute(sql)
    names = [column[0] for column in asked.description]
    return [names, *(["" if value is None else str(value) for value in row] for row in asked.fetchall())]


def path_of(name: str) -> Path:
    """Where the answer to a question is kept."""
    return ANSWERS / f"{name}.csv"


def read_answer(name: str) -> list[list[str]]:
    """The answer that is kept, header first."""
    with path_of(name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_answer(name: str, answer: list[list[str]]) -> None:
    """Keep an answer."""
    with path_of(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(answer)
