-- The release is one, and it counts the articles that are there.
with release as (
    select * from {{ ref('dim_release') }}
),

articles as (
    select * from {{ ref('dim_articles') }}
),

loaded as (
    select count(*) as article_count
    from articles
),

counted as (
    select
        count(*) as release_count,
        max(release.article_count) as stated_count,
        max(loaded.article_count) as article_count
    from release
    cross join loaded
),

wrong as (
    select *
    from counted
    where
        release_count != 1
        or stated_count != article_count
)

select * from wrong
