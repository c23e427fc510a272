-- Whom did the person with most meetings meet, when, where and in which post?
with diaries as (
    select * from {{ ref('report_diaries') }}
),

people as (
    select * from {{ ref('dim_people') }}
),

busiest as (
    select person_id
    from people
    order by meeting_count desc, name asc, person_id asc
    limit 1
),

final as (
    select
        diaries.name,
        diaries.held_on,
        diaries.meeting_kind,
        diaries.place_name as place,
        diaries.title,
        diaries.role,
        diaries.counterpart_names
    from diaries
    inner join busiest
        on diaries.person_id = busiest.person_id
)

select * from final
order by held_on desc nulls last, meeting_kind asc, counterpart_names asc nulls last
limit 100
