-- What do firms ask for, how often is it voiced, by how many firms, and how much of it is promised?
with demands as (
    select * from {{ ref('fct_demands') }}
),

responses as (
    select * from {{ ref('fct_demand_responses') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

answered_demands as (
    select distinct demand_id
    from responses
),

counted as (
    select
        demands.category,
        -- Seven firms that ask jointly voice a demand once.
        count(distinct demands.statement_id) as voiced_count,
        count(distinct demands.requester_firm_id) as firm_count,
        count(*) as demand_count,
        count(answered_demands.demand_id) as answered_count
    from demands
    left join answered_demands
        on demands.demand_id = answered_demands.demand_id
    where demands.requester_side = 'firm'
    group by demands.category
),

final as (
    select
        categories.label_en as category,
        counted.voiced_count,
        counted.firm_count,
        counted.demand_count,
        counted.answered_count,
        round(counted.answered_count / counted.demand_count, 3) as answered_share
    from counted
    inner join categories
        on counted.category = categories.category
)

select * from final
order by voiced_count desc, category asc
