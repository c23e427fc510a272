with places as (
    select * from {{ ref('places') }}
),

keyed as (
    select
        {{ surrogate_key(['place_code']) }} as place_id,
        cast(place_code as varchar) as place_code,
        name,
        name_zh,
        level,
        case when level = 'country' then 'national' else level end as government_level,
        iso_3166_2,
        cast(gb_t_2260 as varchar) as gb_t_2260,
        case
            when parent_place_code is not null
                then {{ surrogate_key(['parent_place_code']) }}
        end as parent_place_id
    from places
),

with_ancestors as (
    select
        places.*,
        parents.parent_place_id as grandparent_place_id,
        case
            when places.level = 'province' then places.place_id
            when parents.level = 'province' then parents.place_id
            when grandparents.level = 'province' then grandparents.place_id
        end as province_place_id
    from keyed as places
    left join keyed as parents
        on places.parent_place_id = parents.place_id
    left join keyed as grandparents
        on parents.parent_place_id = grandparents.place_id
)

select * from with_ancestors
