-- A kind of meeting or a category that is new needs its codes before any text uses it.
with meeting_kinds as (
    select * from {{ ref('dim_meeting_kinds') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

event_codes as (
    select * from {{ ref('dim_event_codes') }}
),

wanted as (
    select
        'meeting' as event_kind,
        meeting_kind as event_value
    from meeting_kinds

    union all

    select
        kinds.event_kind,
        categories.category as event_value
    from categories
    cross join (values ('appeal'), ('commitment'), ('demand')) as kinds (event_kind)
),

missing as (
    select *
    from wanted

    except

    select
        event_kind,
        event_value
    from event_codes
)

select * from missing
