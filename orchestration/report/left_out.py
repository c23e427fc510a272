"""What was not loaded, and what was seen and not understood."""

from dataclasses import dataclass

import duckdb

from orchestration.report.rows import Row, fetch_rows

EXAMPLES = 3
EXAMPLE_LENGTH = 160
AROUND = 60
"""Characters of the text before and behind what was not understood."""

_REJECTED = f"""
with ranked as (
    select *, row_number() over (partition by reason order by seen_at desc, source_path, landing_folder) as place
    from marts.fct_rejected_inputs
),

counted as (
    select
        reason,
        count(*) as inputs,
        list(left(source_path, {EXAMPLE_LENGTH}) order by place) filter (where place <= {EXAMPLES}) as examples
    from ranked
    group by reason
)

select
    coalesce(reasons.label_en, counted.reason) as label,
    reasons.definition,
    reasons.remedy,
    counted.inputs,
    counted.examples
from counted
left join marts.dim_rejection_reasons as reasons on counted.reason = reasons.reason
order by counted.inputs desc, label
"""

_ISSUES = f"""
with ranked as (
    select *, row_number() over (partition by issue_kind, rule_id order by extraction_issue_id) as place
    from marts.fct_extraction_issues
)

select
    replace(ranked.issue_kind, '_', ' ') as kind,
    ranked.rule_id,
    count(*) as issues,
    list(
        {{
            before: substr(
                articles.text, greatest(ranked.start_char - {AROUND}, 0) + 1, least(ranked.start_char, {AROUND})
            ),
            cue: left(
                substr(articles.text, ranked.start_char + 1, ranked.end_char - ranked.start_char), {EXAMPLE_LENGTH}
            ),
            after: substr(articles.text, ranked.end_char + 1, {AROUND})
        }}
        order by ranked.place
    ) filter (where ranked.place <= {EXAMPLES}) as examples
from ranked
left join marts.dim_articles as articles on ranked.article_id = articles.article_id and ranked.place <= {EXAMPLES}
group by ranked.issue_kind, ranked.rule_id
order by issues desc, kind, ranked.rule_id
"""


@dataclass(frozen=True)
class LeftOut:
    """Rejected inputs by reason and extraction issues by rule, each with a few examples."""

    rejected: list[Row]
    issues: list[Row]

    @property
    def rejected_count(self) -> int:
        """Inputs that were not loaded."""
        return sum(row["inputs"] for row in self.rejected)

    @property
    def issue_count(self) -> int:
        """Places that were seen and not understood."""
        return sum(row["issues"] for row in self.issues)


def read_left_out(con: duckdb.DuckDBPyConnection) -> LeftOut:
    """Read what was left out."""
    return LeftOut(fetch_rows(con, _REJECTED), fetch_rows(con, _ISSUES))
