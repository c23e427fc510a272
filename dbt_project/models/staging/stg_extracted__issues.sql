with source as (
    select * from {{ source('extracted', 'issues') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        issue_ordinal,

        ---------- texts
        issue_kind,
        cue_text,
        detail,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
