with meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
),

selected as (
    select
        meeting_id,
        article_id,
        start_char,
        end_char,
        rule_id
    from meeting_reports
)

select * from selected
