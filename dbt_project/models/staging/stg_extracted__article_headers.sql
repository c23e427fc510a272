with source as (
    select * from {{ source('extracted', 'article_headers') }}
),

renamed as (
    select
        ---------- ids
        article_id,

        ---------- texts
        title,
        publisher,
        published_on_text,
        language,
        extractor_version,

        ---------- dates
        published_on,
        given_published_on
    from source
)

select * from renamed
