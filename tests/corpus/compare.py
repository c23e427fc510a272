"""What a release counts beside what is true of the corpus that it was built from."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import duckdb

QUERIES = {
    "articles": "select count(*) from marts.dim_articles",
    "articles_with_a_meeting": "select count(distinct article_id) from marts.bridge_meeting_articles",
    "reprints": "select count(reprint_of_article_id) from marts.dim_articles",
    "meetings": "select count(*) from marts.fct_meetings",
    "people": "select count(*) from marts.dim_people",
    "registered_firms": """
        select count(distinct firm_id) from marts.fct_participations
        inner join marts.dim_firms using (firm_id) where is_registered
    """,
    "unregistered_firms": """
        select count(distinct firm_id) from marts.fct_participations
        inner join marts.dim_firms using (firm_id) where not is_registered
    """,
    "bodies": "select count(distinct government_body_id) from marts.fct_participations",
}
"""How a release counts what truth.json counts, by its name there."""


def compare_counts(published: Path, truth: Path) -> dict[str, tuple[int, int]]:
    """Count a release.

    Args:
        published: the DuckDB file of the release.
        truth: the folder of the truth that the corpus was written with.

    Returns:
        For each thing that both count, how many there truly are, and how many the release has.
    """
    true_counts = json.loads((truth / "truth.json").read_text(encoding="utf-8"))
    with closing(duckdb.connect(published, read_only=True)) as connection:
        found = {name: connection.execute(query).fetchall()[0][0] for name, query in QUERIES.items()}
    return {name: (true_counts[name], count) for name, count in found.items()}
