"""The headline figures of a release."""

import duckdb

from orchestration.report.rows import Row, fetch_rows

_FIGURES = """
select
    release.extractor_version,
    release.code_version,
    (select count(*) from marts.dim_articles) as articles,
    (select count(*) from marts.dim_articles where reprint_of_article_id is not null) as reprints,
    (select count(*) from marts.fct_meetings) as meetings,
    (select min(held_on) from marts.fct_meetings) as first_held_on,
    (select max(held_on) from marts.fct_meetings) as last_held_on,
    (select count(*) from marts.fct_meetings where held_on is null) as undated_meetings,
    (select count(*) from marts.dim_people) as people,
    (select count(distinct firm_id) from marts.fct_participations) as firms,
    (select count(distinct government_body_id) from marts.fct_participations) as bodies,
    (select count(*) from marts.fct_statements) as statements,
    (select count(*) from marts.fct_demands) as demands,
    (select count(distinct statement_id) from marts.fct_demands) as voiced,
    (select count(distinct demand_id) from marts.fct_demand_responses) as answered,
    (select count(*) from marts.fct_commitments) as commitments
from marts.dim_release as release
"""


def read_figures(con: duckdb.DuckDBPyConnection) -> Row:
    """Return the figures by name, with `answered_percent` among them: None where nothing was asked."""
    (figures,) = fetch_rows(con, _FIGURES)
    asked = figures["demands"]
    return {**figures, "answered_percent": round(100 * figures["answered"] / asked) if asked else None}
