-- Which meetings were held last, who spoke for the sides, and what does the article say?
with meetings as (
    select * from {{ ref('fct_meetings') }}
),

reports as (
    select * from {{ ref('bridge_meeting_articles') }}
),

participations as (
    select * from {{ ref('fct_participations') }}
),

places as (
    select * from {{ ref('dim_places') }}
),

articles as (
    select * from {{ ref('dim_articles') }}
),

latest as (
    select
        meeting_id,
        held_on,
        meeting_kind,
        place_id
    from meetings
    where held_on is not null
    order by held_on desc, meeting_id asc
    limit 20
),

principals as (
    select
        latest.meeting_id,
        string_agg(
            distinct coalesce(participations.person_name, participations.affiliation), '; '
            order by coalesce(participations.person_name, participations.affiliation)
        ) as principals
    from participations
    inner join latest
        on participations.meeting_id = latest.meeting_id
    where participations.role = 'principal'
    group by latest.meeting_id
),

-- Of several articles the one that was published first.
first_reports as (
    select
        reports.meeting_id,
        articles.source_path,
        substr(articles.text, reports.start_char + 1, reports.end_char - reports.start_char) as evidence
    from reports
    inner join latest
        on reports.meeting_id = latest.meeting_id
    inner join articles
        on reports.article_id = articles.article_id
    qualify
        row_number() over (
            partition by reports.meeting_id
            order by articles.published_on asc nulls last, articles.source_path asc
        ) = 1
),

final as (
    select
        latest.held_on,
        latest.meeting_kind,
        places.name as place,
        principals.principals,
        first_reports.source_path,
        first_reports.evidence
    from latest
    inner join first_reports
        on latest.meeting_id = first_reports.meeting_id
    left join principals
        on latest.meeting_id = principals.meeting_id
    left join places
        on latest.place_id = places.place_id
)

select * from final
order by held_on desc, source_path asc, evidence asc
