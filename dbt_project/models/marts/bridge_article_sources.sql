{{ config(materialized='incremental', incremental_strategy='replace_changed') }}

with article_sources as (
    select * from {{ ref('stg_raw__article_sources') }}
    {{ of_changed_articles('int_article_versions') }}
),

rejected_articles as (
    select * from {{ ref('stg_extracted__rejected_articles') }}
),

-- Where an article lies that the extractor could not read is told with its reason, among the rejected inputs.
current_sources as (
    select
        article_sources.article_id,
        {{ name_landing_folder('article_sources.input_folder') }} as landing_folder,
        article_sources.source_path,
        article_sources.missing_since
    from article_sources
    left join rejected_articles
        on article_sources.article_id = rejected_articles.article_id
    where
        article_sources.superseded_at is null
        and rejected_articles.article_id is null
),

-- Two landing folders of one name hold the same place twice: it is gone when both are.
places as (
    select
        article_id,
        landing_folder,
        source_path,
        case
            when count(missing_since) = count(*) then max(missing_since)
        end as missing_since
    from current_sources
    group by article_id, landing_folder, source_path
)

select * from places
