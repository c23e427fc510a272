with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

statements as (
    select * from {{ ref('stg_extracted__statements') }}
),

meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
),

joined as (
    select
        {{ surrogate_key(['statements.article_id', 'statements.start_char', 'statements.end_char']) }} as statement_id,
        statements.article_id,
        statements.statement_ordinal,
        statements.meeting_ordinal,
        meeting_reports.meeting_id,
        statements.speech_act,
        statements.reporting_verb,
        statements.is_continuation,
        statements.statement_text,
        statements.start_char,
        statements.end_char,
        statements.rule_id
    from statements
    inner join current_articles
        on statements.article_id = current_articles.article_id
    left join meeting_reports
        on
            statements.article_id = meeting_reports.article_id
            and statements.meeting_ordinal = meeting_reports.meeting_ordinal
)

select * from joined
