with corrections as (
    select * from {{ ref('int_corrections') }}
),

selected as (
    select
        correction_id,
        correction_action,
        correction_subject,
        correction_object,
        correction_articles,
        correction_reason,
        author,
        decided_on,
        fact_kind,
        is_applied,
        touched_count,
        not_applied_because
    from corrections
)

select * from selected
