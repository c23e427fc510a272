with response_matches as (
    select * from {{ ref('response_matches') }}
),

labelled as (
    select
        code as matched_by,
        is_same_meeting,
        is_same_category,
        is_requester_itself,
        label_en,
        label_zh,
        definition
    from response_matches
)

select * from labelled
