-- What was seen and not understood, by which rule, how often, and where for example?
with issues as (
    select * from {{ ref('fct_extraction_issues') }}
),

articles as (
    select * from {{ ref('dim_articles') }}
),

counted as (
    select
        rule_id,
        issue_kind,
        count(*) as issue_count,
        count(distinct article_id) as article_count,
        arg_min(cue_text, extraction_issue_id) as example,
        arg_min(article_id, extraction_issue_id) as example_article_id
    from issues
    group by rule_id, issue_kind
    order by issue_count desc, rule_id asc, issue_kind asc
    limit 50
),

final as (
    select
        counted.rule_id,
        counted.issue_kind,
        counted.issue_count,
        counted.article_count,
        counted.example,
        articles.source_path as example_source_path
    from counted
    inner join articles
        on counted.example_article_id = articles.article_id
)

select * from final
order by issue_count desc, rule_id asc, issue_kind asc
