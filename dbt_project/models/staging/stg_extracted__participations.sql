with source as (
    select * from {{ source('extracted', 'participations') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        participation_ordinal,
        meeting_ordinal,

        ---------- texts
        person_name,
        title,
        affiliation,
        organisation_name,
        side,
        role,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
