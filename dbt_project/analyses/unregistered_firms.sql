-- Which firms that the register does not know attend most meetings, and where are they?
with firms as (
    select * from {{ ref('dim_firms') }}
),

participations as (
    select * from {{ ref('fct_participations') }}
),

places as (
    select * from {{ ref('dim_places') }}
),

unregistered as (
    select
        firm_id,
        name,
        place_id
    from firms
    where not is_registered
),

final as (
    select
        unregistered.name as firm,
        places.name as place,
        count(distinct participations.meeting_id) as meeting_count,
        count(distinct participations.article_id) as article_count
    from participations
    inner join unregistered
        on participations.firm_id = unregistered.firm_id
    left join places
        on unregistered.place_id = places.place_id
    group by unregistered.firm_id, unregistered.name, places.name
)

select * from final
order by meeting_count desc, article_count desc, firm asc, place asc nulls last
limit 50
