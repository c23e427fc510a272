-- In which provinces are firms promised the largest share of what they ask for?
with demands as (
    select * from {{ ref('report_demands') }}
),

counted as (
    select
        province_name as province,
        sum(demand_count) as demand_count,
        sum(answered_count) as answered_count
    from demands
    where
        requester_side = 'firm'
        and province_name is not null
    group by province_name
),

final as (
    select
        province,
        demand_count,
        answered_count,
        round(answered_count / demand_count, 3) as answered_share
    from counted
)

select * from final
order by answered_share desc, demand_count desc, province asc
