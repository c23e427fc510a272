with firm_kinds as (
    select * from {{ ref('firm_kinds') }}
),

labelled as (
    select
        code as firm_kind,
        label_en,
        label_zh,
        definition
    from firm_kinds
)

select * from labelled
