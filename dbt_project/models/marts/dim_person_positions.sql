with participations as (
    select * from {{ ref('int_participations') }}
),

positions as (
    select
        {{ surrogate_key(['person_id', 'title', 'firm_id', 'government_body_id']) }} as person_position_id,
        person_id,
        title,
        firm_id,
        government_body_id,
        min(seen_on) as first_seen_on,
        max(seen_on) as last_seen_on
    from participations
    where
        person_id is not null
        and title is not null
    group by person_id, title, firm_id, government_body_id
)

select * from positions
