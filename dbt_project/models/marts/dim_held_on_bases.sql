with held_on_bases as (
    select * from {{ ref('held_on_bases') }}
),

labelled as (
    select
        code as held_on_basis,
        label_en,
        label_zh,
        definition
    from held_on_bases
)

select * from labelled
