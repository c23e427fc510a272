-- Which groups of firms ask for the same thing in more than one province, and in which?
with demands as (
    select * from {{ ref('report_demands') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

final as (
    select
        demands.firm_group_name as firm_group,
        categories.label_en as category,
        count(distinct demands.province_name) as province_count,
        string_agg(distinct demands.province_name, '; ' order by demands.province_name) as provinces,
        sum(demands.demand_count) as demand_count,
        sum(demands.answered_count) as answered_count
    from demands
    inner join categories
        on demands.category = categories.category
    where
        demands.requester_side = 'firm'
        and demands.firm_group_name is not null
    group by demands.firm_group_name, categories.label_en
    having count(distinct demands.province_name) > 1
)

select * from final
order by province_count desc, demand_count desc, firm_group asc, category asc
limit 50
