-- At which level do state-owned, private and foreign firms meet public bodies?
with organisation_pairs as (
    select * from {{ ref('report_organisation_pairs') }}
),

firms as (
    select * from {{ ref('dim_firms') }}
),

ownerships as (
    select * from {{ ref('dim_firm_ownerships') }}
),

bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

final as (
    select
        ownerships.label_en as ownership,
        bodies.level,
        count(distinct organisation_pairs.firm_id) as firm_count,
        -- A meeting with two bodies counts for each of them.
        sum(organisation_pairs.joint_meeting_count) as encounter_count
    from organisation_pairs
    inner join firms
        on organisation_pairs.firm_id = firms.firm_id
    inner join ownerships
        on firms.ownership = ownerships.ownership
    inner join bodies
        on organisation_pairs.other_government_body_id = bodies.government_body_id
    where
        bodies.level is not null
        and bodies.branch is distinct from 'industry_association'
    group by ownerships.label_en, bodies.level
)

select * from final
order by ownership asc, encounter_count desc, level asc
