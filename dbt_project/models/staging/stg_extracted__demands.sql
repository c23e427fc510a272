with source as (
    select * from {{ source('extracted', 'demands') }}
),

renamed as (
    select
        ---------- ids
        article_id,
        demand_ordinal,
        statement_ordinal,
        meeting_ordinal,

        ---------- texts
        category,
        requester_name,
        requester_side,
        requester_organisation_name,
        addressee_name,
        addressee_side,
        addressee_organisation_name,
        demand_text,

        ---------- evidence
        start_char,
        end_char,
        rule_id
    from source
)

select * from renamed
