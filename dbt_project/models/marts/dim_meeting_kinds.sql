with meeting_kinds as (
    select * from {{ ref('meeting_kinds') }}
),

labelled as (
    select
        code as meeting_kind,
        label_en,
        label_zh,
        definition
    from meeting_kinds
)

select * from labelled
