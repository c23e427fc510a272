"""The standard questions of dbt_project/analyses, as they are asked of a release."""

from __future__ import annotations

import re
from pathlib import Path

from orchestration.settings import DBT_PROJECT_FOLDER

_REF = re.compile(r"\{\{\s*ref\('(\w+)'\)\s*\}\}")


def read_questions() -> dict[str, str]:
    """The SQL of each question by its name."""
    paths = sorted((DBT_PROJECT_FOLDER / "analyses").rglob("*.sql"))
    return {path.stem: render(path) for path in paths}


def render(path: Path) -> str:
    """A question with the tables of a release, where every model that it may name is in schema marts.

    Raises:
        ValueError: it needs more of dbt than the names of tables.
    """
    rendered = _REF.sub(r"marts.\1", path.read_text(encoding="utf-8"))
    if "{{" in rendered or "{%" in rendered:
        raise ValueError(f"only ref() is rendered here: {path.name}")
    return rendered
