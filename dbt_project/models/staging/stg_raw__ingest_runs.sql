with source as (
    select * from {{ source('raw', 'ingest_runs') }}
),

renamed as (
    select
        ---------- ids
        run_id,

        ---------- texts
        input_folder,

        ---------- numbers
        seen_count,
        loaded_count,
        duplicate_count,
        rejected_count,
        new_article_count,
        missing_count,

        ---------- timestamps
        started_at,
        finished_at
    from source
)

select * from renamed
