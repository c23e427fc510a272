with source as (
    select * from {{ source('raw', 'articles') }}
),

renamed as (
    select
        ---------- ids
        article_id,

        ---------- texts
        content_sha256,
        text,
        encoding,

        ---------- numbers
        char_count,

        ---------- timestamps
        loaded_at
    from source
)

select * from renamed
