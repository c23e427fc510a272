-- As many meetings are reported and as many statements made as the current articles say.
with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

extracted_meetings as (
    select * from {{ ref('stg_extracted__meetings') }}
),

extracted_statements as (
    select * from {{ ref('stg_extracted__statements') }}
),

extracted_speakers as (
    select * from {{ ref('stg_extracted__statement_speakers') }}
),

meeting_articles as (
    select * from {{ ref('bridge_meeting_articles') }}
),

statements as (
    select * from {{ ref('fct_statements') }}
),

statement_speakers as (
    select * from {{ ref('bridge_statement_speakers') }}
),

extracted as (
    select
        'meetings' as fact,
        count(*) as row_count
    from extracted_meetings
    inner join current_articles
        on extracted_meetings.article_id = current_articles.article_id

    union all

    select
        'statements' as fact,
        count(*) as row_count
    from extracted_statements
    inner join current_articles
        on extracted_statements.article_id = current_articles.article_id

    union all

    select
        'speakers' as fact,
        count(*) as row_count
    from extracted_speakers
    inner join current_articles
        on extracted_speakers.article_id = current_articles.article_id
),

published as (
    select
        'meetings' as fact,
        count(*) as row_count
    from meeting_articles

    union all

    select
        'statements' as fact,
        count(*) as row_count
    from statements

    union all

    select
        'speakers' as fact,
        count(*) as row_count
    from statement_speakers
),

lost as (
    select
        extracted.fact,
        extracted.row_count as extracted_count,
        published.row_count as published_count
    from extracted
    inner join published
        on extracted.fact = published.fact
    where extracted.row_count != published.row_count
)

select * from lost
