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

final as (
    select
        people_pairs.name as firm_person,
        people.latest_title as firm_title,
        people_pairs.other_name as official,
        officials.latest_title as official_title,
        people_pairs.opposite_meeting_count,
        people_pairs.first_met_on,
        people_pairs.last_met_on
    from people_pairs
    inner join people
        on people_pairs.person_id = people.person_id
    inner join people as officials
        on people_pairs.other_person_id = officials.person_id
    inner join bodies
        on officials.latest_government_body_id = bodies.government_body_id
    where
        people_pairs.opposite_meeting_count > 0
        and people.latest_firm_id is not null
        and bodies.branch is distinct from 'industry_association'
)

select * from final
order by opposite_meeting_count desc, last_met_on desc nulls last, firm_person asc, official asc, first_met_on asc
limit 20
