with rejection_reasons as (
    select * from {{ ref('rejection_reasons') }}
),

labelled as (
    select
        code as reason,
        label_en,
        label_zh,
        definition,
        remedy
    from rejection_reasons
)

select * from labelled
