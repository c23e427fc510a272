-- How often do firms voice each category in each of the last five years, and is that more than the year before?
with demands as (
    select * from {{ ref('fct_demands') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

yearly as (
    select
        demands.category,
        cast(extract(year from meetings.held_on) as integer) as year,
        count(distinct demands.statement_id) as voiced_count
    from demands
    inner join meetings
        on demands.meeting_id = meetings.meeting_id
    where demands.requester_side = 'firm'
    group by demands.category, year
),

latest as (
    select max(year) as year
    from yearly
),

final as (
    select
        yearly.year,
        categories.label_en as category,
        yearly.voiced_count,
        coalesce(previous.voiced_count, 0) as previous_voiced_count,
        yearly.voiced_count - coalesce(previous.voiced_count, 0) as voiced_change
    from yearly
    inner join latest
        on yearly.year > latest.year - 5
    inner join categories
        on yearly.category = categories.category
    left join yearly as previous
        on
            yearly.category = previous.category
            and yearly.year = previous.year + 1
)

select * from final
order by year desc, voiced_change desc, category asc
