-- article_count is the reports that there are; participant_count is everybody present once: the people,
-- and the organisations that are left when those of the people are taken away.
with meetings as (
    select * from {{ ref('fct_meetings') }}
),

meeting_articles as (
    select * from {{ ref('bridge_meeting_articles') }}
),

participations as (
    select * from {{ ref('int_participations') }}
),

reports as (
    select
        meeting_id,
        count(*) as article_count
    from meeting_articles
    group by meeting_id
),

organisations as (
    select
        meeting_id,
        organisation_key as participant
    from participations
    where
        person_id is null
        and organisation_key is not null

    except

    select
        meeting_id,
        organisation_key as participant
    from participations
    where person_id is not null
),

people as (
    select distinct
        meeting_id,
        person_id as participant
    from participations
    where person_id is not null
),

present as (
    select
        meeting_id,
        count(*) as participant_count
    from (
        select * from people
        union all
        select * from organisations
    ) as everybody
    group by meeting_id
),

wrong as (
    select
        meetings.meeting_id,
        meetings.article_count,
        reports.article_count as report_count,
        meetings.participant_count,
        present.participant_count as present_count
    from meetings
    left join reports
        on meetings.meeting_id = reports.meeting_id
    left join present
        on meetings.meeting_id = present.meeting_id
    where
        meetings.article_count != coalesce(reports.article_count, 0)
        or meetings.participant_count != coalesce(present.participant_count, 0)
)

select * from wrong
