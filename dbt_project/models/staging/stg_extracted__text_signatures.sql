with source as (
    select * from {{ source('extracted', 'text_signatures') }}
),

renamed as (
    select
        ---------- ids
        article_id,

        ---------- numbers
        signature
    from source
)

select * from renamed
