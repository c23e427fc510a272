with event_codes as (
    select * from {{ ref('event_codes') }}
),

labelled as (
    select
        event_kind,
        event_value,
        cameo_code,
        cameo_label,
        plover_event_type,
        plover_event_mode,
        plover_event_context
    from event_codes
)

select * from labelled
