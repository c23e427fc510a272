-- Every statement, demand and commitment is found word for word where it says it is.
with articles as (
    select * from {{ ref('dim_articles') }}
),

statements as (
    select * from {{ ref('fct_statements') }}
),

demands as (
    select * from {{ ref('fct_demands') }}
),

commitments as (
    select * from {{ ref('fct_commitments') }}
),

evidence as (
    select
        article_id,
        statement_text as evidence_text,
        start_char,
        end_char
    from statements

    union all

    select
        article_id,
        demand_text as evidence_text,
        start_char,
        end_char
    from demands

    union all

    select
        article_id,
        commitment_text as evidence_text,
        start_char,
        end_char
    from commitments
),

differing as (
    select evidence.*
    from evidence
    inner join articles
        on evidence.article_id = articles.article_id
    where
        evidence.evidence_text
        != substr(articles.text, evidence.start_char + 1, evidence.end_char - evidence.start_char)
)

select * from differing
