with meeting_reports as (
    select * from {{ ref('int_identified_meetings') }}
),

participations as (
    select * from {{ ref('stg_extracted__participations') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
),

present as (
    select distinct
        meeting_reports.meeting_id,
        organisations.firm_id,
        organisations.government_body_id,
        coalesce(organisations.firm_id, organisations.government_body_id) as organisation_id
    from meeting_reports
    inner join participations
        on
            meeting_reports.article_id = participations.article_id
            and meeting_reports.meeting_ordinal = participations.meeting_ordinal
    inner join organisations
        on
            participations.article_id = organisations.article_id
            and participations.organisation_name = organisations.organisation_name
    where coalesce(organisations.firm_id, organisations.government_body_id) is not null
)

select * from present
