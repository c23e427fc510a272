-- Which people of firms meet which officials most often, and since when?
with people_pairs as (
    select * from {{ ref('report_people_pairs') }}
),

people as (
    select * from {{ ref('dim_people') }}
),

bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

firm_people as (
    select person_id
    from people
    where latest_firm_id is not null
),

officials as (
    select people.person_id
    from people
    inner join bodies
        on people.latest_government_body_id = bodies.government_body_id
    where bodies.branch is distinct from 'industry_association'
),

most_frequent as (
    select people_pairs.*
    from people_pairs
    inner join firm_people
        on people_pairs.person_id = firm_people.person_id
    inner join officials
        on people_pairs.other_person_id = officials.person_id
    where people_pairs.opposite_meeting_count > 0
    order by
        people_pairs.opposite_meeting_count desc,
        people_pairs.last_met_on desc nulls last,
        people_pairs.people_pair_id asc
    limit 20
),

final as (
    select
        most_frequent.name as firm_person,
        people.latest_title as firm_title,
        most_frequent.other_name as official,
        other_people.latest_title as official_title,
        most_frequent.opposite_meeting_count,
        most_frequent.first_met_on,
        most_frequent.last_met_on
    from most_frequent
    inner join people
        on most_frequent.person_id = people.person_id
    inner join people as other_people
        on most_frequent.other_person_id = other_people.person_id
)

select * from final
order by
    opposite_meeting_count desc,
    last_met_on desc nulls last,
    firm_person asc,
    official asc,
    firm_title asc,
    official_title asc
