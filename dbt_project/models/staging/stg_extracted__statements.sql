with source as (
    select * from {{ source('extracted', 'statements') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        statement_ordinal,
        meeting_ordinal,

        ---------- texts
        speech_act,
        reporting_verb,
        statement_text,

        ---------- booleans
        is_continuation,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
