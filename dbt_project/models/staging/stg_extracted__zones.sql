with source as (
    select * from {{ source('extracted', 'zones') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        zone_ordinal,

        ---------- texts
        zone_kind,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
