"""The semantic layer: each metric is what plain SQL over the marts gives."""

import re
from typing import Any

import pytest

from orchestration.manifest import ensure_manifest
from orchestration.metrics import SEMANTIC_MANIFEST, MetricsCompiler
from orchestration.published import open_published
from orchestration.terminal import CommandError
from tests.integration.commands import call_potline
from tests.integration.conftest import Built

ALL = [
    "commitments",
    "demands",
    "demands_answered",
    "demands_voiced",
    "meetings",
    "response_rate",
    "statements",
]
ANSWERED = "select distinct demand_id, true as is_answered from marts.fct_demand_responses"

QUESTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "all at once": (
        {"metrics": ALL},
        f"""
        select
            (select count(*) from marts.fct_commitments) as commitments,
            count(*) as demands,
            count(is_answered) as demands_answered,
            count(distinct statement_id) as demands_voiced,
            (select count(*) from marts.fct_meetings) as meetings,
            count(is_answered) / count(*) as response_rate,
            (select count(*) from marts.fct_statements) as statements
        from marts.fct_demands left join ({ANSWERED}) using (demand_id)
        """,
    ),
    "by category": (
        {"metrics": ["demands", "response_rate"], "group_by": ["demand_category__label_en"]},
        f"""
        select label_en, count(*), count(is_answered) / count(*)
        from marts.fct_demands
        join marts.dim_demand_categories using (category)
        left join ({ANSWERED}) using (demand_id)
        group by all
        """,
    ),
    "statements by year of the meeting": (
        {"metrics": ["statements"], "group_by": ["metric_time__year"]},
        """
        select date_trunc('year', held_on)::timestamp, count(*)
        from marts.fct_statements left join marts.fct_meetings using (meeting_id)
        group by all
        """,
    ),
    "commitments by quarter of the meeting": (
        {"metrics": ["commitments"], "group_by": ["metric_time__quarter"]},
        """
        select date_trunc('quarter', held_on)::timestamp, count(*)
        from marts.fct_commitments left join marts.fct_meetings using (meeting_id)
        group by all
        """,
    ),
    "demands of a group by place": (
        {
            "metrics": ["demands"],
            "group_by": ["meeting__place__name"],
            "where": ["{{ Dimension('firm__group_name') }} = 'Chinalco'"],
        },
        """
        select places.name, count(*)
        from marts.fct_demands as demands
        join marts.fct_meetings as meetings using (meeting_id)
        left join marts.dim_places as places on meetings.place_id = places.place_id
        join marts.dim_firms as firms on coalesce(requester_firm_id, addressee_firm_id) = firm_id
        where group_name = 'Chinalco'
        group by all
        """,
    ),
}


@pytest.fixture(scope="module")
def compiler() -> MetricsCompiler:
    return MetricsCompiler(ensure_manifest().with_name(SEMANTIC_MANIFEST))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_metric_is_what_plain_sql_gives(built: Built, compiler: MetricsCompiler, question: str) -> None:
    asked, sql = QUESTIONS[question]
    with open_published(built.settings) as connection:
        answered = connection.execute(compiler.write_sql(**asked)).fetchall()
        counted = connection.execute(sql).fetchall()
    assert counted
    assert sorted(answered, key=repr) == sorted(counted, key=repr)


def test_metrics_are_listed_and_described(compiler: MetricsCompiler) -> None:
    listed = compiler.list_metrics()
    assert [metric.name for metric in listed] == ALL
    assert all(metric.description and "metric_time__month" in metric.group_by for metric in listed)


def test_rows_are_ordered_and_limited(built: Built, compiler: MetricsCompiler) -> None:
    sql = compiler.write_sql(["demands"], ["demand__category"], order_by=["-demands"], limit=2)
    with open_published(built.settings) as connection:
        answered = connection.execute(sql).fetchall()
        most = connection.execute(
            "select count(*) from marts.fct_demands group by category order by all desc limit 2"
        ).fetchall()
    assert [row[1:] for row in answered] == most


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"metrics": ["profits"]}, "There is no metric 'profits'"),
        ({"metrics": ["demands"], "group_by": ["colour"]}, "cannot be grouped by 'colour'"),
        ({"metrics": ["demands", "meetings"], "group_by": ["demand__category"]}, "cannot be grouped by"),
        ({"metrics": ["demands"], "order_by": ["meetings"]}, "'meetings' is not of it"),
        ({"metrics": ["demands"], "where": ["{{ Dimension("]}, "a condition names a dimension as"),
        ({"metrics": ["demands"], "where": ["{{ Dimension('a__b') }} = 1"]}, "both must be of the metric"),
    ],
)
def test_what_cannot_be_asked_is_said(compiler: MetricsCompiler, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=re.escape(said)):
        compiler.write_sql(**asked)


def test_the_command_answers_in_a_format(built: Built) -> None:
    called = call_potline("metrics", "meetings", "--format", "json", "--data", built.settings.data)
    counted = call_potline(
        "query",
        "select count(*) as meetings from marts.fct_meetings",
        "--format",
        "json",
        "--data",
        built.settings.data,
    )
    assert called.exit_code == 0, called.complaint
    assert called.output == counted.output


def test_the_command_complains_in_one_sentence(built: Built) -> None:
    called = call_potline(
        "metrics", "demands", "--where", "1 = 1; drop table x", "--data", built.settings.data
    )
    assert called.exit_code == 1
    assert called.complaint.startswith("potline: The query failed")
    assert len(called.complaint.splitlines()) == 1
