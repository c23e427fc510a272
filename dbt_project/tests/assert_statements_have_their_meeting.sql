-- A statement that was made at a meeting has one, and its own article reports it.
with statements as (
    select * from {{ ref('int_statements') }}
),

meeting_articles as (
    select * from {{ ref('bridge_meeting_articles') }}
),

astray as (
    select statements.statement_id
    from statements
    left join meeting_articles
        on
            statements.article_id = meeting_articles.article_id
            and statements.meeting_id = meeting_articles.meeting_id
    where
        statements.meeting_ordinal is not null
        and meeting_articles.meeting_id is null
)

select * from astray
