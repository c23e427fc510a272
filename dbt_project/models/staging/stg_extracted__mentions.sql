with source as (
    select * from {{ source('extracted', 'mentions') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        mention_ordinal,

        ---------- texts
        mention_kind,
        mention_text,
        canonical_name,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
