with places as (
    select * from {{ ref('int_places') }}
),

selected as (
    select
        place_id,
        name,
        name_zh,
        level,
        iso_3166_2,
        gb_t_2260,
        parent_place_id
    from places
)

select * from selected
