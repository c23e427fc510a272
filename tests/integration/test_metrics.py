"""The semantic layer: each metric is what plain SQL over the marts gives."""

import json

import pytest

from orchestration.manifest import ensure_manifest
from tests.integration.commands import call_potline
from tests.integration.conftest import Built

ANSWERED = "select distinct demand_id, true as is_answered from marts.fct_demand_responses"

# The question to `potline metrics`, and the same in SQL.
QUESTIONS = {
    "all at once": (
        [
            "commitments",
            "demands",
            "demands_answered",
            "demands_voiced",
            "meetings",
            "response_rate",
            "statements",
        ],
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
        [
            "demands",
            "response_rate",
            "--by",
            "demand_category__label_en",
            "--order",
            "demand_category__label_en",
        ],
        f"""
        select label_en as demand_category__label_en, count(*) as demands, count(is_answered) / count(*) as response_rate
        from marts.fct_demands
        join marts.dim_demand_categories using (category)
        left join ({ANSWERED}) using (demand_id)
        group by all order by all
        """,
    ),
    "statements by year of the meeting": (
        ["statements", "--by", "metric_time__year", "--order", "metric_time__year"],
        """
        select date_trunc('year', held_on)::timestamp as metric_time__year, count(*) as statements
        from marts.fct_statements left join marts.fct_meetings using (meeting_id)
        group by all order by all
        """,
    ),
    "commitments by quarter of the meeting": (
        ["commitments", "--by", "metric_time__quarter", "--order", "metric_time__quarter"],
        """
        select date_trunc('quarter', held_on)::timestamp as metric_time__quarter, count(*) as commitments
        from marts.fct_commitments left join marts.fct_meetings using (meeting_id)
        group by all order by all
        """,
    ),
    "demands of a group at a place": (
        [
            *("demands", "--by", "meeting__place__name", "--order", "meeting__place__name"),
            *("--where", "{{ Dimension('firm__group_name') }} = 'Chinalco'"),
        ],
        """
        select places.name as meeting__place__name, count(*) as demands
        from marts.fct_demands as demands
        join marts.fct_meetings as meetings using (meeting_id)
        left join marts.dim_places as places on meetings.place_id = places.place_id
        join marts.dim_firms as firms on coalesce(requester_firm_id, addressee_firm_id) = firm_id
        where group_name = 'Chinalco'
        group by all order by all
        """,
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_metric_is_what_plain_sql_gives(built: Built, question: str) -> None:
    asked, sql = QUESTIONS[question]
    as_json = ("--format", "json", "--data", built.settings.data)
    answered = call_potline("metrics", *asked, *as_json)
    assert answered.exit_code == 0, answered.complaint
    counted = json.loads(call_potline("query", sql, *as_json).output)
    assert counted
    assert json.loads(answered.output) == counted


def test_all_metrics_are_listed_and_described(built: Built) -> None:
    metrics = json.loads(ensure_manifest().read_text(encoding="utf-8"))["metrics"].values()
    assert {"meetings", "statements", "demands", "commitments", "response_rate"} <= {
        m["name"] for m in metrics
    }
    listed = call_potline("metrics", "--data", built.settings.data).output
    for metric in metrics:
        assert metric["description"]
        assert metric["name"] in listed


def test_only_the_query_is_printed_if_asked(built: Built) -> None:
    data = built.settings.data
    sql = call_potline("metrics", "meetings", "--sql", "--data", data).output
    assert "fct_meetings" in sql
    run = call_potline("query", sql, "--format", "csv", "--data", data)
    assert run.output.startswith("meetings\n")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["profits"], "There is no metric 'profits'"),
        (["demands", "--by", "colour"], "cannot be grouped by 'colour'"),
        (["demands", "meetings", "--by", "demand__category"], "cannot be grouped by 'demand__category'"),
        (["demands", "--order", "meetings"], "'meetings' is not of it"),
        (["demands", "--where", "{{ Dimension("], "a condition names a dimension as"),
        (["demands", "--where", "1 = 1; drop table x"], "The query failed"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(built: Built, asked: list[str], said: str) -> None:
    called = call_potline("metrics", *asked, "--data", built.settings.data)
    assert called.exit_code == 1
    assert said in called.complaint
    assert "Traceback" not in called.complaint
    assert len(called.complaint.splitlines()) == 1
