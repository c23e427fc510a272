with place_levels as (
    select * from {{ ref('place_levels') }}
),

labelled as (
    select
        code as level,
        label_en,
        label_zh,
        definition
    from place_levels
)

select * from labelled
