-- No meeting, participation or issue points outside its article, or at nothing.
with articles as (
    select * from {{ ref('dim_articles') }}
),

meeting_articles as (
    select * from {{ ref('bridge_meeting_articles') }}
),

participations as (
    select * from {{ ref('fct_participations') }}
),

extraction_issues as (
    select * from {{ ref('fct_extraction_issues') }}
),

spans as (
    select
        article_id,
        start_char,
        end_char
    from meeting_articles

    union all

    select
        article_id,
        start_char,
        end_char
    from participations

    union all

    select
        article_id,
        start_char,
        end_char
    from extraction_issues
),

outside as (
    select spans.*
    from spans
    inner join articles
        on spans.article_id = articles.article_id
    where
        spans.start_char < 0
        or spans.end_char <= spans.start_char
        or spans.end_char > articles.char_count
)

select * from outside
