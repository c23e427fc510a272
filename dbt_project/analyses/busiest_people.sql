-- Who attends most meetings, and which post were they last seen in?
with people as (
    select * from {{ ref('dim_people') }}
),

firms as (
    select * from {{ ref('dim_firms') }}
),

bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

busiest as (
    select *
    from people
    order by meeting_count desc, last_seen_on desc nulls last, name asc, person_id asc
    limit 20
),

final as (
    select
        busiest.name,
        busiest.meeting_count,
        busiest.latest_title,
        coalesce(firms.name, bodies.name) as organisation,
        busiest.first_seen_on,
        busiest.last_seen_on
    from busiest
    left join firms
        on busiest.latest_firm_id = firms.firm_id
    left join bodies
        on busiest.latest_government_body_id = bodies.government_body_id
)

select * from final
order by meeting_count desc, last_seen_on desc nulls last, name asc, organisation asc nulls last
