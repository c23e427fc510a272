with sides as (
    select * from {{ ref('sides') }}
),

labelled as (
    select
        code as side,
        label_en,
        label_zh,
        definition
    from sides
)

select * from labelled
