-- Every text that was loaded is in the marts, or was overwritten at all its places: one or the other.
with raw_articles as (
    select * from {{ ref('stg_raw__articles') }}
),

article_sources as (
    select * from {{ ref('stg_raw__article_sources') }}
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
    where (articles.article_id is null) = (overwritten.article_id is null)
)

select * from unaccounted
