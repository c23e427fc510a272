-- Which firms and public bodies promise most often, what, and how often to somebody in particular?
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
        count(*) as commitment_count,
        -- Some promise to nobody in particular; what two articles report is counted twice.
        count(beneficiary_name) as addressed_count
    from commitments
    where
        party_firm_id is not null
        or party_government_body_id is not null
    group by party_firm_id, party_government_body_id, category
    order by commitment_count desc, party_firm_id asc, party_government_body_id asc, category asc
    limit 50
),

final as (
    select
        coalesce(firms.name, bodies.name) as party,
        case when firms.firm_id is not null then 'firm' else 'public body' end as party_kind,
        categories.label_en as category,
        counted.commitment_count,
        counted.addressed_count
    from counted
    inner join categories
        on counted.category = categories.category
    left join firms
        on counted.party_firm_id = firms.firm_id
    left join bodies
        on counted.party_government_body_id = bodies.government_body_id
)

select * from final
order by commitment_count desc, party asc, category asc, party_kind asc
