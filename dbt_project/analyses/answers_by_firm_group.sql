-- Which groups of firms ask for most, in how many provinces, and how much of it are they promised?
with demands as (
    select * from {{ ref('report_demands') }}
),

counted as (
    select
        firm_group_name as firm_group,
        count(distinct province_name) as province_count,
        sum(demand_count) as demand_count,
        sum(answered_count) as answered_count
    from demands
    where
        requester_side = 'firm'
        and firm_group_name is not null
    group by firm_group_name
),

final as (
    select
        firm_group,
        province_count,
        demand_count,
        answered_count,
        round(answered_count / demand_count, 3) as answered_share
    from counted
)

select * from final
order by demand_count desc, firm_group asc
limit 50
