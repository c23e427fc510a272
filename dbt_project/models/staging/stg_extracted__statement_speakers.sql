with source as (
    select * from {{ source('extracted', 'statement_speakers') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        statement_ordinal,
        speaker_ordinal,

        ---------- texts
        speaker_name,
        speaker_kind,
        organisation_name,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
