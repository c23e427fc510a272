with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

participations as (
    select * from {{ ref('stg_extracted__participations') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
),

-- Whoever was seen at a meeting that a correction calls wrong was seen: nobody becomes another for it.
meeting_reports as (
    select * from {{ ref('int_identified_meetings') }}
),

corrections as (
    select * from {{ ref('corrections_people') }}
),

named_corrections as (
    select
        person_key,
        {{ normalise_person_name('name') }} as person_name_key,
        firm_key,
        group_name,
        {{ surrogate_key(['place_code']) }} as corrected_place_id,
        place_code,
        seen_from,
        seen_to
    from corrections
),

sighted as (
    select
        participations.article_id,
        min(current_articles.published_on) as published_on,
        {{ normalise_person_name('participations.person_name') }} as person_name_key,
        organisations.firm_id,
        min(organisations.firm_key) as firm_key,
        organisations.government_body_id,
        min(organisations.branch) as branch,
        min(organisations.group_name) as group_name,
        min(organisations.place_id) as place_id,
        min(organisations.province_place_id) as province_place_id,
        meeting_reports.meeting_id,
        min(coalesce(meeting_reports.held_on, current_articles.published_on)) as seen_on
    from participations
    inner join current_articles
        on participations.article_id = current_articles.article_id
    left join organisations
        on
            participations.article_id = organisations.article_id
            and participations.organisation_name = organisations.organisation_name
    left join meeting_reports
        on
            participations.article_id = meeting_reports.article_id
            and participations.meeting_ordinal = meeting_reports.meeting_ordinal
    where participations.person_name is not null
    group by
        participations.article_id,
        person_name_key,
        organisations.firm_id,
        organisations.government_body_id,
        meeting_reports.meeting_id
),

-- A row of the corrections describes a sighting where all that it states holds. Two rows that describe one
-- sighting as two people contradict each other: a test finds them, and here neither counts.
described as (
    select
        sighted.article_id,
        sighted.person_name_key,
        case
            when count(distinct named_corrections.person_key) = 1 then min(named_corrections.person_key)
        end as person_key,
        cast(count(distinct named_corrections.person_key) as integer) as person_key_count
    from sighted
    inner join named_corrections
        on
            sighted.person_name_key = named_corrections.person_name_key
            and (named_corrections.firm_key is null or sighted.firm_key = named_corrections.firm_key)
            and (named_corrections.group_name is null or sighted.group_name = named_corrections.group_name)
            and (
                named_corrections.place_code is null
                or named_corrections.corrected_place_id in (sighted.place_id, sighted.province_place_id)
            )
            and (named_corrections.seen_from is null or sighted.seen_on >= named_corrections.seen_from)
            and (named_corrections.seen_to is null or sighted.seen_on <= named_corrections.seen_to)
    group by sighted.article_id, sighted.person_name_key
),

-- Where two names meet in one post they are one person's; without an organisation an article stands for itself.
posted as (
    select
        sighted.*,
        described.person_key,
        coalesce(described.person_key_count, 0) as person_key_count,
        {{ surrogate_key([
            "coalesce(described.person_key, 'unnamed')",
            'case when described.person_key is null then sighted.person_name_key end',
            'sighted.firm_id',
            'sighted.government_body_id',
            'case when coalesce(sighted.firm_id, sighted.government_body_id) is null then sighted.article_id end',
        ]) }} as post_key
    from sighted
    left join described
        on
            sighted.article_id = described.article_id
            and sighted.person_name_key = described.person_name_key
)

select * from posted
