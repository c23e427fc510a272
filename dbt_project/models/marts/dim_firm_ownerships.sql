with firm_ownerships as (
    select * from {{ ref('firm_ownerships') }}
),

labelled as (
    select
        code as ownership,
        label_en,
        label_zh,
        definition
    from firm_ownerships
)

select * from labelled
