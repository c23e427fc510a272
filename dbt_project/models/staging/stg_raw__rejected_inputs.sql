with source as (
    select * from {{ source('raw', 'rejected_inputs') }}
),

renamed as (
    select
        ---------- texts
        input_folder,
        source_path,
        reason,
        detail,

        ---------- numbers
        byte_count,

        ---------- timestamps
        seen_at,
        missing_since
    from source
)

select * from renamed
