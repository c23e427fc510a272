with rejected_inputs as (
    select * from {{ ref('stg_raw__rejected_inputs') }}
),

article_sources as (
    select * from {{ ref('stg_raw__article_sources') }}
),

rejected_articles as (
    select * from {{ ref('stg_extracted__rejected_articles') }}
),

-- What could not be read from its file, and what could not be understood once it was read.
rejected as (
    select
        input_folder,
        source_path,
        reason,
        detail,
        byte_count,
        seen_at,
        missing_since
    from rejected_inputs

    union all

    select
        article_sources.input_folder,
        article_sources.source_path,
        rejected_articles.reason,
        rejected_articles.detail,
        article_sources.byte_count,
        rejected_articles.rejected_at as seen_at,
        article_sources.missing_since
    from rejected_articles
    inner join article_sources
        on rejected_articles.article_id = article_sources.article_id
    where article_sources.superseded_at is null
),

named as (
    select
        {{ name_landing_folder('input_folder') }} as landing_folder,
        source_path,
        reason,
        detail,
        byte_count,
        seen_at,
        missing_since
    from rejected
),

-- Two landing folders of one name may hold the same place: what was seen last counts.
ranked as (
    select
        *,
        row_number() over (
            partition by landing_folder, source_path
            order by missing_since is null desc, seen_at desc, reason asc
        ) as recency_rank
    from named
),

latest as (
    select
        landing_folder,
        source_path,
        reason,
        detail,
        byte_count,
        seen_at,
        missing_since
    from ranked
    where recency_rank = 1
)

select * from latest
