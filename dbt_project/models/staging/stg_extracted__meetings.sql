with source as (
    select * from {{ source('extracted', 'meetings') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        meeting_ordinal,

        ---------- texts
        held_on_text,
        held_on_basis,
        meeting_kind,
        place_text,
        topic,

        ---------- dates
        held_on,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
