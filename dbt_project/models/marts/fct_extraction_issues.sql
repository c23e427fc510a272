with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

issues as (
    select * from {{ ref('stg_extracted__issues') }}
),

joined as (
    select
        {{ surrogate_key(['issues.article_id', 'issues.issue_ordinal']) }} as extraction_issue_id,
        issues.article_id,
        issues.issue_kind,
        issues.cue_text,
        issues.detail,
        issues.start_char,
        issues.end_char,
        issues.rule_id
    from issues
    inner join current_articles
        on issues.article_id = current_articles.article_id
)

select * from joined
