"""The latest meetings: who met, what was said, and where in which article it stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.report.excerpts import Span, cut_articles
from orchestration.report.places import PROVINCE_OF_PLACE
from orchestration.report.rows import Row, fetch_count, fetch_rows

MOST_MEETINGS = 150
MOST_PARTICIPANTS = 14
MOST_FACTS = 24

# A table of the connection's own, in memory: the release is open read-only.
_CHOOSE = f"""
create temp table shown_meetings as
select
    row_number() over (order by held_on desc nulls last, meeting_id) as place,
    meeting_id,
    held_on,
    coalesce(held_on::varchar, held_on_text) as held,
    meeting_kind,
    place_id,
    topic,
    article_count
from marts.fct_meetings
order by place
limit {MOST_MEETINGS}
"""

_MEETINGS = f"""
with {PROVINCE_OF_PLACE}

select
    shown.*,
    kinds.label_en as kind,
    places.name as place_name,
    province_of_place.province
from shown_meetings as shown
left join marts.dim_meeting_kinds as kinds on shown.meeting_kind = kinds.meeting_kind
left join marts.dim_places as places on shown.place_id = places.place_id
left join province_of_place on shown.place_id = province_of_place.place_id
order by shown.place
"""

_PARTICIPANTS = f"""
with {PROVINCE_OF_PLACE},

ranked as (
    select
        shown.place,
        participations.*,
        people.name as full_name,
        coalesce(firms.name, bodies.name, participations.affiliation) as organisation,
        coalesce(firms.group_name, firms.name) as firm,
        province_of_place.province,
        case participations.role when 'principal' then 1 when 'presiding' then 2 else 3 end as role_place
    from shown_meetings as shown
    inner join marts.fct_participations as participations on shown.meeting_id = participations.meeting_id
    left join marts.dim_people as people on participations.person_id = people.person_id
    left join marts.dim_firms as firms on participations.firm_id = firms.firm_id
    left join marts.dim_government_bodies as bodies
        on participations.government_body_id = bodies.government_body_id
    left join province_of_place on bodies.place_id = province_of_place.place_id
    qualify row_number() over (
        partition by
            shown.place,
            coalesce(
                participations.person_id,
                participations.person_name,
                participations.firm_id,
                participations.government_body_id,
                participations.affiliation
            )
        order by role_place, participations.article_id, participations.start_char, participations.participation_id
    ) = 1
)

select
    place,
    article_id,
    start_char,
    end_char,
    coalesce(full_name, person_name) as name,
    title,
    organisation,
    firm,
    province,
    side,
    role
from ranked
order by place, role_place, article_id, start_char, participation_id
"""

_REPORTS = """
select shown.place, reports.article_id, reports.start_char, reports.end_char
from shown_meetings as shown
inner join marts.bridge_meeting_articles as reports on shown.meeting_id = reports.meeting_id
inner join marts.dim_articles as articles on reports.article_id = articles.article_id
qualify row_number() over (
    partition by shown.place
    order by articles.reprint_of_article_id is not null, articles.published_on nulls last, reports.article_id
) = 1
order by shown.place
"""

# Firms that ask together in one sentence are one line; how many of them were answered stands with it.
_DEMANDS = """
select
    shown.place,
    demands.article_id,
    demands.start_char,
    demands.end_char,
    categories.label_en as category,
    string_agg(distinct coalesce(demands.requester_name, '?'), ', ' order by coalesce(demands.requester_name, '?')) as who,
    min(demands.addressee_name) as whom,
    list(distinct coalesce(firms.group_name, firms.name)) filter (where firms.firm_id is not null) as firms,
    count(distinct demands.demand_id) as asked,
    count(distinct responses.demand_id) as answered,
    min(responses.lag_days) as lag_days
from shown_meetings as shown
inner join marts.fct_demands as demands on shown.meeting_id = demands.meeting_id
inner join marts.dim_demand_categories as categories on demands.category = categories.category
left join marts.dim_firms as firms on demands.requester_firm_id = firms.firm_id
left join marts.fct_demand_responses as responses on demands.demand_id = responses.demand_id
group by
    shown.place,
    demands.article_id,
    demands.statement_id,
    demands.start_char,
    demands.end_char,
    categories.label_en
order by shown.place, demands.article_id, demands.start_char, demands.end_char, category
"""

_COMMITMENTS = """
select
    shown.place,
    commitments.article_id,
    commitments.start_char,
    commitments.end_char,
    categories.label_en as category,
    string_agg(distinct coalesce(commitments.party_name, '?'), ', ' order by coalesce(commitments.party_name, '?')) as who,
    min(commitments.beneficiary_name) as whom
from shown_meetings as shown
inner join marts.fct_commitments as commitments on shown.meeting_id = commitments.meeting_id
inner join marts.dim_demand_categories as categories on commitments.category = categories.category
group by
    shown.place,
    commitments.article_id,
    commitments.statement_id,
    commitments.start_char,
    commitments.end_char,
    categories.label_en
order by shown.place, commitments.article_id, commitments.start_char, commitments.end_char, category
"""

_STATEMENTS = """
select
    shown.place,
    statements.article_id,
    statements.start_char,
    statements.end_char,
    acts.label_en as act,
    (
        select string_agg(speakers.speaker_name, ', ' order by speakers.speaker_ordinal)
        from marts.bridge_statement_speakers as speakers
        where speakers.statement_id = statements.statement_id
    ) as who
from shown_meetings as shown
inner join marts.fct_statements as statements on shown.meeting_id = statements.meeting_id
left join marts.dim_speech_acts as acts on statements.speech_act = acts.speech_act
where
    not exists (select 1 from marts.fct_demands as d where d.statement_id = statements.statement_id)
    and not exists (select 1 from marts.fct_commitments as c where c.statement_id = statements.statement_id)
order by shown.place, statements.article_id, statements.start_char, statements.statement_id
"""


@dataclass(frozen=True)
class Meetings:
    """The latest meetings, and how many there are in all.

    Attributes:
        shown: the meetings, each with `participants`, `facts` and `report`, which know their number among the
            `facts` of the island as `fact`.
        meeting_count: all meetings of the release.
        island: what the script gets: meetings for the filters, articles, and facts as article, start and end.
    """

    shown: list[Row]
    meeting_count: int
    island: dict[str, Any]


def read_meetings(con: duckdb.DuckDBPyConnection) -> Meetings:
    """Read the latest meetings with their facts and the articles that these stand in."""
    con.execute(_CHOOSE)
    meetings = fetch_rows(con, _MEETINGS)
    participants = _by_place(fetch_rows(con, _PARTICIPANTS))
    facts = _by_place(
        _join_categories(
            {"category": None, "whom": None, **row, "kind": kind}
            for kind, sql in (("ask", _DEMANDS), ("promise", _COMMITMENTS), ("say", _STATEMENTS))
            for row in fetch_rows(con, sql)
        )
    )
    reports = {row["place"]: row for row in fetch_rows(con, _REPORTS)}
    filters = []
    evidence: list[Row] = []
    for meeting in meetings:
        present, said = participants[meeting["place"]], facts[meeting["place"]]
        for row in present:
            row["post"] = _name_post(row)
        filters.append(_describe(meeting, present, said))
        # What was asked for and promised goes before what was merely said; each in the order of the text.
        told = sorted(said, key=lambda row: row["kind"] == "say")[:MOST_FACTS]
        told.sort(key=lambda row: (row["article_id"], row["start_char"], row["end_char"]))
        meeting |= {
            "participants": present[:MOST_PARTICIPANTS],
            "participants_left_out": max(0, len(present) - MOST_PARTICIPANTS),
            "firm_side": _name_side(row for row in present if row["side"] == "firm"),
            "other_sides": _name_side(row for row in present if row["side"] != "firm"),
            "facts": told,
            "facts_left_out": len(said) - len(told),
            "asked": sum(len(row["categories"]) for row in said if row["kind"] == "ask"),
            "promised": sum(len(row["categories"]) for row in said if row["kind"] == "promise"),
            "report": reports.get(meeting["place"]),
        }
        shown = [*meeting["participants"], *told, *([meeting["report"]] if meeting["report"] else [])]
        for row in shown:
            row["fact"] = len(evidence)
            evidence.append(row)
    spans = [Span(row["article_id"], row["start_char"], row["end_char"]) for row in evidence]
    articles, quotes = cut_articles(con, spans)
    for row, quote in zip(evidence, quotes, strict=True):
        row["quote"] = quote
    numbers = {article["id"]: number for number, article in enumerate(articles)}
    island = {
        "meetings": filters,
        "articles": [{key: value for key, value in article.items() if key != "id"} for article in articles],
        "facts": [[numbers[span.article_id], span.start_char, span.end_char] for span in spans],
    }
    return Meetings(meetings, fetch_count(con, "select count(*) from marts.fct_meetings"), island)


def _by_place(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["place"]].append(row)
    return grouped


def _join_categories(rows: Iterable[Row]) -> list[Row]:
    """Return facts with `categories`: one row for what one party asks or promises another in one place."""
    joined: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = tuple(
            row[name] for name in ("kind", "place", "article_id", "start_char", "end_char", "who", "whom")
        )
        first = joined.setdefault(key, {**row, "categories": []})
        if row["category"]:
            first["categories"].append(row["category"])
        if row["kind"] == "ask" and len(first["categories"]) > 1:
            first["asked"] += row["asked"]
            first["answered"] += row["answered"]
            first["firms"] = [*(first["firms"] or ()), *(row["firms"] or ())]
    return list(joined.values())


def _describe(meeting: Row, participants: list[Row], facts: list[Row]) -> Row:
    """Return what the filters ask of a meeting."""
    firms = {row["firm"] for row in participants} | {firm for row in facts for firm in row.get("firms") or ()}
    provinces = {meeting["province"]} | {row["province"] for row in participants}
    held_on = meeting["held_on"]
    return {
        "firms": sorted(firms - {None}),
        "provinces": sorted(provinces - {None}),
        "people": sorted({row["name"] for row in participants} - {None}),
        "categories": sorted({category for row in facts for category in row["categories"]}),
        "from": held_on.year if held_on else None,
        "to": held_on.year if held_on else None,
    }


def _name_side(participants: Iterable[Row]) -> list[str]:
    """Return the organisations of participants, or their names where they have none, those of the principals first."""
    names = (row["organisation"] or row["name"] for row in participants)
    return list(dict.fromkeys(name for name in names if name))


def _name_post(participant: Row) -> str | None:
    """Return a person's title and organisation; the latter only once, where the title names it."""
    title, organisation = participant["title"], participant["organisation"] if participant["name"] else None
    if title and organisation and organisation.casefold() in title.casefold():
        return str(title)
    return ", ".join(part for part in (title, organisation) if part) or None
