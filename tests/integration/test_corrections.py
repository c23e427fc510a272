"""The corrections file from end to end: what it says comes with the next build, and goes when it is taken out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.settings import Settings
from tests.integration.commands import Called, call_potline
from tests.integration.conftest import SAMPLES
from warehouse.corrections_file import read_corrections
from warehouse.publish import fingerprint_marts

NOWHERE = "0" * 32

# Of each kind one fact, with something that hangs from it.
PICK = """
select
    (select min(d.statement_id) from marts.fct_demands as d) as statement_id,
    (select min(c.commitment_id) from marts.fct_commitments as c
     where c.statement_id not in (select min(d.statement_id) from marts.fct_demands as d)) as commitment_id,
    (select min(m.meeting_id) from marts.fct_meetings as m
     inner join marts.fct_statements as s on m.meeting_id = s.meeting_id) as meeting_id,
    (select min(firm_id) from marts.dim_firms where name = 'Aluminum Corporation of China') as firm_id,
    (select min(name) from marts.dim_firms where not is_registered) as firm_name
"""


@contextmanager
def published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(settings.published_path.resolve()), read_only=True) as connection:
        yield connection


def fetch(settings: Settings, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with published(settings) as connection:
        return connection.execute(sql, parameters).fetchall()


def build(settings: Settings) -> Called:
    called = call_potline("build", SAMPLES, "--data", settings.data)
    assert called.exit_code == 0, called.complaint
    return called


def test_corrections_come_and_go_with_the_file(copied: Settings) -> None:
    before = fingerprint_marts(copied.published_path.resolve())
    with published(copied) as connection:
        cursor = connection.execute(PICK)
        names = [column[0] for column in cursor.description or []]
        picked = dict(zip(names, cursor.fetchall()[0], strict=True))
    # Whoever was at the meeting that is called wrong may go with it.
    people = [
        row[0]
        for row in fetch(
            copied,
            "select person_id from marts.dim_people where person_id not in (select person_id "
            "from marts.fct_participations where meeting_id = $1 and person_id is not null) order by 1",
            picked["meeting_id"],
        )
    ]
    meetings = [
        row[0]
        for row in fetch(copied, "select meeting_id from marts.fct_meetings order by 1")
        if row[0] != picked["meeting_id"]
    ]
    articles = fetch(
        copied,
        "select person_id, min(article_id) from marts.fct_participations where person_id > $1 "
        "and meeting_id != $2 group by 1 having count(distinct article_id) > 1 order by 1 limit 1",
        people[1],
        picked["meeting_id"],
    )
    assert articles, "no sample names somebody twice"
    (split_person, split_article) = articles[0]
    wrong_participation = fetch(
        copied,
        "select min(participation_id) from marts.fct_participations where meeting_id not in ($1, $2, $3) "
        "and person_id not in ($4, $5, $6)",
        picked["meeting_id"],
        *meetings[:2],
        *people[:2],
        split_person,
    )[0][0]
    lines = [
        "action,subject,object,articles,reason,author,date",
        f"person_merge,{people[0]},{people[1]},,One man.,Lin,2026-03-05",
        f"person_split,{split_person},,{split_article},Two men.,,",
        f"meeting_merge,{meetings[0]},{meetings[1]},,One visit.,,",
        f'firm_alias,"{picked["firm_name"]}",{picked["firm_id"]},,Its branch.,,',
        f"fact_wrong,{picked['meeting_id']},,,No meeting.,,",
        f"fact_wrong,{picked['statement_id']},,,Not said.,,",
        f"fact_wrong,{picked['commitment_id']},,,Not promised.,,",
        f"fact_wrong,{wrong_participation},,,Not there.,,",
        f"fact_wrong,{NOWHERE},,,Long gone.,,",
    ]
    copied.corrections_path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    said = build(copied)
    assert "1 warning" in said.complaint + said.output
    assert fetch(
        copied, "select count(*), count(*) filter (where is_applied) from marts.fct_corrections"
    ) == [(9, 8)]
    assert fetch(
        copied, "select fact_kind, not_applied_because from marts.fct_corrections where not is_applied"
    ) == [(None, "there is no such fact")]
    people_after = {row[0] for row in fetch(copied, "select person_id from marts.dim_people")}
    assert people[0] not in people_after
    assert people[1] in people_after
    split = read_corrections(copied.corrections_path)[1].target
    assert {split, split_person} <= people_after
    assert fetch(
        copied, "select distinct article_id from marts.fct_participations where person_id = $1", split
    ) == [(split_article,)]
    meetings_after = {row[0] for row in fetch(copied, "select meeting_id from marts.fct_meetings")}
    assert meetings[1] in meetings_after
    assert not {meetings[0], picked["meeting_id"]} & meetings_after
    for table in (
        "fct_participations",
        "fct_statements",
        "fct_demands",
        "fct_commitments",
        "bridge_meeting_articles",
    ):
        assert fetch(
            copied, f"select count(*) from marts.{table} where meeting_id = $1", picked["meeting_id"]
        ) == [(0,)]
    for table in ("fct_statements", "fct_demands", "bridge_statement_speakers"):
        assert fetch(
            copied, f"select count(*) from marts.{table} where statement_id = $1", picked["statement_id"]
        ) == [(0,)]
    assert fetch(
        copied, "select count(*) from marts.fct_commitments where commitment_id = $1", picked["commitment_id"]
    ) == [(0,)]
    assert fetch(
        copied,
        "select count(*) from marts.fct_participations where participation_id = $1",
        wrong_participation,
    ) == [(0,)]
    assert fetch(copied, "select count(*) from marts.dim_firms where name = $1", picked["firm_name"]) == [
        (0,)
    ]

    changes = json.loads(copied.published_path.with_name("changes.json").read_text(encoding="utf-8"))
    assert changes["reasons"]["corrections"] == {"added": 9, "changed": 0, "removed": 0}
    assert changes["tables"]["fct_meetings"]["removed"] >= 2
    assert changes["tables"]["fct_statements"]["reasons"]["removed"].keys() == {"corrections"}

    status = call_potline("status", "--data", copied.data)
    assert "9 corrections, 8 applied, 1 not" in status.output
    assert "there is no such fact" in status.output
    listed = call_potline("corrections", "--data", copied.data)
    assert listed.output.count("applied to ") == 8

    copied.corrections_path.unlink()
    build(copied)
    assert fetch(copied, "select count(*) from marts.fct_corrections") == [(0,)]
    assert fingerprint_marts(copied.published_path.resolve()) == before


def test_a_file_that_cannot_be_used_stops_a_build_before_it_reads(copied: Settings) -> None:
    copied.corrections_path.write_text("action,subject,object,reason\nmerge,a,b,c\n", encoding="utf-8")
    for arguments in (["build", str(SAMPLES)], ["corrections"], ["corrections", "--check"]):
        called = call_potline(*arguments, "--data", copied.data)
        assert called.exit_code == 1
        assert f"{copied.corrections_path}, line 2: 'merge' is no action" in called.complaint
        assert "Traceback" not in called.complaint
    assert "line 2" in call_potline("status", "--data", copied.data).output


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_the_template_says_nothing_yet(tmp_path: Path, arguments: list[str]) -> None:
    written = call_potline("corrections", "--template", "--data", tmp_path)
    assert (written.exit_code, written.complaint) == (0, "")
    again = call_potline("corrections", "--template", "--data", tmp_path)
    assert again.exit_code == 1
    assert "already" in again.complaint
    called = call_potline("corrections", *arguments, "--data", tmp_path)
    assert called.exit_code == 0, called.complaint
    # Every example is one once its # is gone.
    file = tmp_path / "corrections.csv"
    examples = [line.removeprefix("# ") for line in file.read_text().splitlines() if line.count(",") >= 6]
    file.write_text("\n".join(examples))
    assert len(read_corrections(file)) == 6
