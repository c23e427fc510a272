with article_sources as (
    select * from {{ ref('stg_raw__article_sources') }}
),

article_headers as (
    select * from {{ ref('stg_extracted__article_headers') }}
),

rejected_articles as (
    select * from {{ ref('stg_extracted__rejected_articles') }}
),

-- A place whose file holds another text by now no longer speaks for this one.
-- A file that is still there names the article before one that is gone.
ranked_sources as (
    select
        article_id,
        source_path,
        missing_since,
        given_title,
        row_number() over (
            partition by article_id
            order by
                (missing_since is not null) asc,
                source_path asc,
                input_folder asc
        ) as source_rank
    from article_sources
    where superseded_at is null
),

current_sources as (
    select
        article_id,
        arg_min(source_path, source_rank) as source_path,
        -- Of the places that tell a title; arg_min passes over what is null.
        arg_min(given_title, source_rank) as given_title,
        cast(count(*) as integer) as source_count,
        bool_and(missing_since is not null) as is_missing
    from ranked_sources
    group by article_id
),

joined as (
    select
        current_sources.article_id,
        current_sources.source_path,
        current_sources.source_count,
        current_sources.is_missing,
        coalesce(article_headers.title, current_sources.given_title) as title,
        article_headers.publisher,
        article_headers.published_on,
        article_headers.language,
        article_headers.extractor_version
    from current_sources
    left join article_headers
        on current_sources.article_id = article_headers.article_id
    left join rejected_articles
        on current_sources.article_id = rejected_articles.article_id
    where rejected_articles.article_id is null
)

select * from joined
