{{ config(materialized='incremental', incremental_strategy='replace_changed') }}

with article_sources as (
    select * from {{ ref('stg_raw__article_sources') }}
    {{ of_changed_articles('int_article_versions') }}
),

current_sources as (
    select
        article_id,
        {{ name_landing_folder('input_folder') }} as landing_folder,
        source_path,
        missing_since
    from article_sources
    where superseded_at is null
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
