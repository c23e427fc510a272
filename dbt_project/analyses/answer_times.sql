-- How much of what firms are promised is promised on the spot, and how long do they wait for the rest?
with asks as (
    select * from {{ ref('report_firm_asks') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

final as (
    select
        categories.label_en as category,
        count(*) as answered_count,
        count(*) filter (where asks.lag_days = 0) as same_meeting_count,
        median(asks.lag_days) filter (where asks.lag_days > 0) as median_later_days,
        max(asks.lag_days) filter (where asks.lag_days > 0) as longest_later_days
    from asks
    inner join categories
        on asks.category = categories.category
    where asks.is_answered
    group by categories.label_en
)

select * from final
order by answered_count desc, category asc
