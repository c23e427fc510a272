with rejected_inputs as (
    select * from {{ ref('stg_raw__rejected_inputs') }}
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
    from rejected_inputs
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
