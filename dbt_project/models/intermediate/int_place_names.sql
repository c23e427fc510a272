with places as (
    select * from {{ ref('int_places') }}
),

place_aliases as (
    select * from {{ ref('place_aliases') }}
),

spellings as (
    select
        place_id,
        name as spelling
    from places

    union all

    select
        place_id,
        name_zh as spelling
    from places

    union all

    select
        {{ surrogate_key(['place_code']) }} as place_id,
        alias as spelling
    from place_aliases
),

distinct_names as (
    select distinct
        place_id,
        {{ normalise_name('spelling') }} as name_key
    from spellings
    where spelling is not null
),

joined as (
    select
        distinct_names.name_key,
        places.place_id,
        places.level,
        places.government_level,
        places.parent_place_id,
        places.grandparent_place_id
    from distinct_names
    inner join places
        on distinct_names.place_id = places.place_id
)

select * from joined
