-- Every meeting, statement and speaker of a current article is published, but for statements that a reprint
-- repeats of its original, and for meetings that a correction makes one with another of their article.
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

articles as (
    select * from {{ ref('dim_articles') }}
),

meeting_articles as (
    select * from {{ ref('bridge_meeting_articles') }}
),

corrections as (
    select * from {{ ref('corrections_meetings') }}
),

statements as (
    select * from {{ ref('fct_statements') }}
),

statement_speakers as (
    select * from {{ ref('bridge_statement_speakers') }}
),

-- Beside the key of the article, so that a statement need not be told by where it stands in its original.
originals as (
    select
        articles.article_id,
        {{ normalise_name('statements.statement_text') }} as statement_key
    from articles
    inner join statements
        on articles.reprint_of_article_id = statements.article_id
),

lost_meetings as (
    select
        'meeting' as fact,
        extracted_meetings.article_id,
        extracted_meetings.start_char
    from extracted_meetings
    semi join current_articles
        on extracted_meetings.article_id = current_articles.article_id
    anti join meeting_articles
        on
            extracted_meetings.article_id = meeting_articles.article_id
            and extracted_meetings.start_char = meeting_articles.start_char
    anti join corrections
        on
            extracted_meetings.article_id = corrections.article_id
            and extracted_meetings.meeting_ordinal = corrections.meeting_ordinal
),

lost_statements as (
    select
        'statement' as fact,
        extracted_statements.article_id,
        extracted_statements.start_char
    from extracted_statements
    semi join current_articles
        on extracted_statements.article_id = current_articles.article_id
    anti join statements
        on
            extracted_statements.article_id = statements.article_id
            and extracted_statements.start_char = statements.start_char
            and extracted_statements.end_char = statements.end_char
    anti join originals
        on
            extracted_statements.article_id = originals.article_id
            and {{ normalise_name('extracted_statements.statement_text') }} = originals.statement_key
),

wanted_speakers as (
    select
        statements.statement_id,
        count(*) as speaker_count
    from statements
    inner join extracted_statements
        on
            statements.article_id = extracted_statements.article_id
            and statements.start_char = extracted_statements.start_char
            and statements.end_char = extracted_statements.end_char
    inner join extracted_speakers
        on
            extracted_statements.article_id = extracted_speakers.article_id
            and extracted_statements.statement_ordinal = extracted_speakers.statement_ordinal
    group by statements.statement_id
),

published_speakers as (
    select
        statement_id,
        count(*) as speaker_count
    from statement_speakers
    group by statement_id
),

lost_speakers as (
    select
        'speaker' as fact,
        statements.article_id,
        statements.start_char
    from wanted_speakers
    inner join statements
        on wanted_speakers.statement_id = statements.statement_id
    left join published_speakers
        on wanted_speakers.statement_id = published_speakers.statement_id
    where wanted_speakers.speaker_count != coalesce(published_speakers.speaker_count, 0)
),

lost as (
    select * from lost_meetings
    union all
    select * from lost_statements
    union all
    select * from lost_speakers
)

select * from lost
