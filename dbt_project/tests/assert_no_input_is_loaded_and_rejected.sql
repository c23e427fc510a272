-- What is at a place now was loaded or rejected: one or the other. A landing folder is told by all of its path here,
-- since two of one name may hold the same place.
with article_sources as (
    select * from {{ ref('stg_raw__article_sources') }}
),

rejected_inputs as (
    select * from {{ ref('stg_raw__rejected_inputs') }}
),

contradictory as (
    select
        article_sources.input_folder,
        article_sources.source_path
    from article_sources
    inner join rejected_inputs
        on
            article_sources.input_folder = rejected_inputs.input_folder
            and article_sources.source_path = rejected_inputs.source_path
    where
        article_sources.superseded_at is null
        and article_sources.missing_since is null
        and rejected_inputs.missing_since is null
)

select * from contradictory
