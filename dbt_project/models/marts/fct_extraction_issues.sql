{{ config(materialized='incremental', incremental_strategy='replace_changed') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_versions') }}
),

issues as (
    select * from {{ ref('stg_extracted__issues') }}
    {{ of_changed_articles('int_article_versions') }}
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
