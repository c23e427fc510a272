with meeting_attributes as (
    select * from {{ ref('meeting_attributes') }}
),

labelled as (
    select
        code as meeting_attribute,
        label_en,
        label_zh,
        definition
    from meeting_attributes
)

select * from labelled
