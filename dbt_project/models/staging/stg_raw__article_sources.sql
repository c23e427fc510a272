with source as (
    select * from {{ source('raw', 'article_sources') }}
),

renamed as (
    select
        ---------- ids
        article_id,

        ---------- texts
        input_folder,
        source_path,
        url,
        given_title,
        extracted_with,

        ---------- numbers
        byte_count,

        ---------- dates
        given_published_on,

        ---------- timestamps
        first_seen_at,
        superseded_at,
        missing_since
    from source
)

select * from renamed
