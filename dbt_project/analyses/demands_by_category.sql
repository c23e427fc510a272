-- What firms ask governments for: how often each category is voiced, and by how many firms.
with demands as (
    select * from {{ ref('fct_demands') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

counted as (
    select
        categories.label_en as category,
        -- Seven firms that ask jointly voice a demand once.
        count(distinct demands.statement_id) as voiced_count,
        count(distinct demands.requester_firm_id) as firm_count
    from demands
    inner join categories
        on demands.category = categories.category
    where demands.requester_side = 'firm'
    group by categories.label_en
)

select * from counted
order by voiced_count desc, category asc
