with source as (
    select * from {{ source('extracted', 'organisations') }}
),

renamed as (
    select
        ---------- ids
        article_id,

        ---------- texts
        organisation_name,
        organisation_kind,
        branch,
        place_text,
        level,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
