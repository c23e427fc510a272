-- Which firms and public bodies promise what, and at how many meetings?
with commitments as (
    select * from {{ ref('fct_commitments') }}
),

firms as (
    select * from {{ ref('dim_firms') }}
),

bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

counted as (
    select
        party_firm_id,
        party_government_body_id,
        category,
        -- Several articles may report one promise.
        count(distinct meeting_id) as meeting_count,
        -- Some promise to nobody in particular.
        count(distinct case when beneficiary_name is not null then meeting_id end) as addressed_meeting_count
    from commitments
    where
        party_firm_id is not null
        or party_government_body_id is not null
    group by party_firm_id, party_government_body_id, category
),

final as (
    select
        coalesce(firms.name, bodies.name) as party,
        case when firms.firm_id is not null then 'firm' else 'public body' end as party_kind,
        categories.label_en as category,
        counted.meeting_count,
        counted.addressed_meeting_count
    from counted
    inner join categories
        on counted.category = categories.category
    left join firms
        on counted.party_firm_id = firms.firm_id
    left join bodies
        on counted.party_government_body_id = bodies.government_body_id
)

select * from final
order by meeting_count desc, party asc, category asc, party_kind asc
limit 50
