with source as (
    select * from {{ source('extracted', 'rejected_articles') }}
),

renamed as (
    select
        ---------- ids
        article_id,

        ---------- texts
        reason,
        detail,
        extractor_version,

        ---------- dates
        given_published_on,

        ---------- timestamps
        rejected_at
    from source
)

select * from renamed
