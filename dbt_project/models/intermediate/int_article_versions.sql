{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='article_id') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

article_sources as (
    select * from {{ ref('stg_raw__article_sources') }}
),

before as (
    {{ rows_before({'article_id': 'varchar', 'version_hash': 'ubigint', 'build_number': 'bigint'}) }}
),

places as (
    select
        article_id,
        bit_xor(hash(article_sources)) as places_hash
    from article_sources
    group by article_id
),

-- The text of an article never changes, and what is found in it only with the version of the extractor.
versions as (
    select
        current_articles.article_id,
        hash(current_articles, places.places_hash) as version_hash
    from current_articles
    inner join places
        on current_articles.article_id = places.article_id
),

latest as (
    select coalesce(max(build_number), 0) as build_number
    from before
),

-- What left is kept with no version, so that its rows go from all tables.
changed as (
    select
        coalesce(versions.article_id, before.article_id) as article_id,
        versions.version_hash,
        latest.build_number + 1 as build_number
    from versions
    full outer join before
        on versions.article_id = before.article_id
    cross join latest
    where versions.version_hash is distinct from before.version_hash
)

select * from changed
