"""Who meets whom: firms and public bodies, and the people of two sides."""

from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.report.places import PROVINCE_OF_PLACE
from orchestration.report.rows import Row, fetch_count, fetch_rows

MOST_PAIRS = 200

_ORGANISATIONS = """
from marts.report_organisation_pairs as pairs
inner join marts.dim_firms as firms on pairs.firm_id = firms.firm_id
inner join marts.dim_government_bodies as bodies on pairs.other_government_body_id = bodies.government_body_id
"""

_ORGANISATION_PAIRS = f"""
with {PROVINCE_OF_PLACE}

select
    pairs.name,
    pairs.other_name,
    pairs.joint_meeting_count as meetings,
    pairs.first_met_on,
    pairs.last_met_on,
    coalesce(firms.group_name, firms.name) as firm,
    province_of_place.province
{_ORGANISATIONS}
left join province_of_place on bodies.place_id = province_of_place.place_id
order by pairs.joint_meeting_count desc, pairs.last_met_on desc nulls last, pairs.name, pairs.organisation_pair_id
limit {MOST_PAIRS}
"""

# A pair stands in the table from both ends; shown is the end of a firm's person, else one and always the same.
_PEOPLE = """
from marts.report_people_pairs as pairs
inner join marts.dim_people as one on pairs.person_id = one.person_id
inner join marts.dim_people as other on pairs.other_person_id = other.person_id
where
    pairs.opposite_meeting_count > 0
    and case
        when (one.latest_firm_id is null) != (other.latest_firm_id is null) then one.latest_firm_id is not null
        else one.person_id < other.person_id
    end
"""

_PEOPLE_PAIRS = f"""
with top as (
    select
        pairs.people_pair_id,
        pairs.name,
        pairs.other_name,
        pairs.opposite_meeting_count as meetings,
        pairs.first_met_on,
        pairs.last_met_on,
        one.latest_firm_id as firm_id,
        one.latest_government_body_id as body_id,
        other.latest_firm_id as other_firm_id,
        other.latest_government_body_id as other_body_id
    {_PEOPLE}
    order by pairs.opposite_meeting_count desc, pairs.last_met_on desc nulls last, pairs.name, pairs.people_pair_id
    limit {MOST_PAIRS}
)

select
    top.*,
    coalesce(firms.name, bodies.name) as organisation,
    coalesce(other_firms.name, other_bodies.name) as other_organisation,
    coalesce(firms.group_name, firms.name) as firm,
    coalesce(other_firms.group_name, other_firms.name) as other_firm
from top
left join marts.dim_firms as firms on top.firm_id = firms.firm_id
left join marts.dim_firms as other_firms on top.other_firm_id = other_firms.firm_id
left join marts.dim_government_bodies as bodies on top.body_id = bodies.government_body_id
left join marts.dim_government_bodies as other_bodies on top.other_body_id = other_bodies.government_body_id
order by top.meetings desc, top.last_met_on desc nulls last, top.name, top.people_pair_id
"""


@dataclass(frozen=True)
class Pairs:
    """The pairs that met most, and how many there are in all."""

    organisations: list[Row]
    organisation_count: int
    people: list[Row]
    people_count: int
    island: dict[str, Any]


def read_pairs(con: duckdb.DuckDBPyConnection) -> Pairs:
    """Read the pairs of firms and public bodies, and those of people of opposite sides."""
    organisations = fetch_rows(con, _ORGANISATION_PAIRS)
    people = fetch_rows(con, _PEOPLE_PAIRS)
    island = {
        "organisationPairs": [
            {"firms": [row["firm"]], "provinces": _known(row["province"]), **_years(row)}
            for row in organisations
        ],
        "peoplePairs": [
            {
                "firms": _known(row["firm"], row["other_firm"]),
                "people": [row["name"], row["other_name"]],
                **_years(row),
            }
            for row in people
        ],
    }
    return Pairs(
        organisations,
        fetch_count(con, f"select count(*) {_ORGANISATIONS}"),
        people,
        fetch_count(con, f"select count(*) {_PEOPLE}"),
        island,
    )


def _known(*values: str | None) -> list[str]:
    return [value for value in values if value]


def _years(row: Row) -> dict[str, int | None]:
    first, last = row["first_met_on"], row["last_met_on"]
    return {"from": first.year if first else None, "to": last.year if last else None}
