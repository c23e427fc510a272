-- What did the firm that asks for most ask for, of whom, in which words, and what was it promised?
with asks as (
    select * from {{ ref('report_firm_asks') }}
),

demands as (
    select * from {{ ref('fct_demands') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

most_asking as (
    select requester_firm_id
    from demands
    where requester_firm_id is not null
    group by requester_firm_id
    order by count(*) desc, requester_firm_id asc
    limit 1
),

final as (
    select
        asks.name as firm,
        asks.held_on,
        categories.label_en as category,
        asks.addressee_name as addressee,
        asks.demand_text,
        asks.first_commitment_text,
        asks.lag_days
    from asks
    inner join most_asking
        on asks.firm_id = most_asking.requester_firm_id
    inner join categories
        on asks.category = categories.category
)

select * from final
order by held_on desc nulls last, category asc, demand_text asc
limit 50
