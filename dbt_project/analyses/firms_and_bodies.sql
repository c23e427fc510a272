-- Which firms meet which public bodies most often, and when did they last?
with organisation_pairs as (
    select * from {{ ref('report_organisation_pairs') }}
),

bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

final as (
    select
        organisation_pairs.name as firm,
        bodies.name as public_body,
        organisation_pairs.joint_meeting_count,
        organisation_pairs.first_met_on,
        organisation_pairs.last_met_on
    from organisation_pairs
    inner join bodies
        on organisation_pairs.other_government_body_id = bodies.government_body_id
    where
        organisation_pairs.firm_id is not null
        and bodies.branch is distinct from 'industry_association'
)

select * from final
order by joint_meeting_count desc, last_met_on desc nulls last, firm asc, public_body asc, first_met_on asc
limit 20
