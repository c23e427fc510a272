{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with articles as (
    select * from {{ ref('stg_raw__articles') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

reprints as (
    select * from {{ ref('int_reprints') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

joined as (
    select
        articles.article_id,
        articles.content_sha256,
        current_articles.source_path,
        current_articles.source_count,
        current_articles.is_missing,
        current_articles.title,
        current_articles.publisher,
        current_articles.published_on,
        current_articles.language,
        reprints.reprint_of_article_id,
        articles.char_count,
        articles.encoding,
        articles.text
    from articles
    inner join current_articles
        on articles.article_id = current_articles.article_id
    left join reprints
        on articles.article_id = reprints.article_id
)

select * from joined
