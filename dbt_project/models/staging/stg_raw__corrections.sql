with source as (
    select * from {{ source('raw', 'corrections') }}
),

renamed as (
    select
        ---------- ids
        correction_id,
        target_id,

        ---------- texts
        correction_action,
        correction_subject,
        correction_object,
        correction_articles,
        correction_reason,
        author,

        ---------- dates
        decided_on
    from source
)

select * from renamed
