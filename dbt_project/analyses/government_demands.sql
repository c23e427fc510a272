-- What do public bodies require, and what do they only ask for?
with demands as (
    select * from {{ ref('fct_demands') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

counted as (
    select
        category,
        count(*) filter (where demand_force = 'demand') as required_count,
        count(*) filter (where demand_force = 'appeal') as asked_count,
        count(*) filter (where addressee_firm_id is not null) as of_firms_count
    from demands
    where requester_side = 'government'
    group by category
),

final as (
    select
        categories.label_en as category,
        counted.required_count,
        counted.asked_count,
        counted.of_firms_count
    from counted
    inner join categories
        on counted.category = categories.category
)

select * from final
order by required_count desc, asked_count desc, category asc
