-- Every text that was loaded is in the marts, was overwritten at all its places, or was rejected: one of the three.
-- What is in the marts was read by the extractor.
with raw_articles as (
    select * from {{ ref('stg_raw__articles') }}
),

article_sources as (
    select * from {{ ref('stg_raw__article_sources') }}
),

article_headers as (
    select * from {{ ref('stg_extracted__article_headers') }}
),

rejected_articles as (
    select * from {{ ref('stg_extracted__rejected_articles') }}
),

articles as (
    select * from {{ ref('dim_articles') }}
),

overwritten as (
    select article_id
    from article_sources
    group by article_id
    having bool_and(superseded_at is not null)
),

unaccounted as (
    select raw_articles.article_id
    from raw_articles
    left join articles
        on raw_articles.article_id = articles.article_id
    left join overwritten
        on raw_articles.article_id = overwritten.article_id
    left join article_headers
        on raw_articles.article_id = article_headers.article_id
    left join rejected_articles
        on raw_articles.article_id = rejected_articles.article_id
    where
        (articles.article_id is not null) != (overwritten.article_id is null and rejected_articles.article_id is null)
        or (article_headers.article_id is null) = (rejected_articles.article_id is null)
)

select * from unaccounted
