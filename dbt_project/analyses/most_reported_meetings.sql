-- Which meetings do most articles report, how many of these are reprints, and on what do they disagree?
with meetings as (
    select * from {{ ref('fct_meetings') }}
),

reports as (
    select * from {{ ref('bridge_meeting_articles') }}
),

articles as (
    select * from {{ ref('dim_articles') }}
),

conflicts as (
    select * from {{ ref('fct_meeting_conflicts') }}
),

places as (
    select * from {{ ref('dim_places') }}
),

most_reported as (
    select
        meeting_id,
        held_on,
        meeting_kind,
        place_id,
        topic,
        article_count
    from meetings
    where article_count > 1
    order by article_count desc, held_on desc nulls last, meeting_id asc
    limit 20
),

reprinted as (
    select
        most_reported.meeting_id,
        count(articles.reprint_of_article_id) as reprint_count,
        min(articles.published_on) as first_published_on
    from reports
    inner join most_reported
        on reports.meeting_id = most_reported.meeting_id
    inner join articles
        on reports.article_id = articles.article_id
    group by most_reported.meeting_id
),

disputed as (
    select
        most_reported.meeting_id,
        string_agg(distinct conflicts.meeting_attribute, '; ' order by conflicts.meeting_attribute)
            as disputed_attributes
    from conflicts
    inner join most_reported
        on conflicts.meeting_id = most_reported.meeting_id
    group by most_reported.meeting_id
),

final as (
    select
        most_reported.held_on,
        most_reported.meeting_kind,
        places.name as place,
        most_reported.topic,
        most_reported.article_count,
        reprinted.reprint_count,
        reprinted.first_published_on,
        disputed.disputed_attributes
    from most_reported
    inner join reprinted
        on most_reported.meeting_id = reprinted.meeting_id
    left join disputed
        on most_reported.meeting_id = disputed.meeting_id
    left join places
        on most_reported.place_id = places.place_id
)

select * from final
order by article_count desc, held_on desc nulls last, place asc nulls last, topic asc nulls last
