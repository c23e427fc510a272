with government_levels as (
    select * from {{ ref('government_levels') }}
),

labelled as (
    select
        code as level,
        label_en,
        label_zh,
        definition
    from government_levels
)

select * from labelled
