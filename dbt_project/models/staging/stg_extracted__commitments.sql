with source as (
    select * from {{ source('extracted', 'commitments') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        commitment_ordinal,
        statement_ordinal,
        meeting_ordinal,

        ---------- texts
        category,
        party_name,
        party_side,
        party_organisation_name,
        beneficiary_name,
        beneficiary_organisation_name,
        commitment_text,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
