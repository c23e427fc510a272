with participations as (
    select * from {{ ref('fct_participations') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

firms as (
    select * from {{ ref('dim_firms') }}
),

government_bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

attendances as (
    select distinct
        participations.meeting_id,
        coalesce(participations.firm_id, participations.government_body_id) as organisation_key,
        participations.firm_id,
        participations.government_body_id,
        coalesce(firms.name, government_bodies.name) as name
    from participations
    left join firms
        on participations.firm_id = firms.firm_id
    left join government_bodies
        on participations.government_body_id = government_bodies.government_body_id
    where
        participations.firm_id is not null
        or participations.government_body_id is not null
),

pairs as (
    select
        {{ surrogate_key(['attendances.organisation_key', 'others.organisation_key']) }} as organisation_pair_id,
        attendances.firm_id,
        attendances.government_body_id,
        attendances.name,
        others.firm_id as other_firm_id,
        others.government_body_id as other_government_body_id,
        others.name as other_name,
        cast(count(*) as integer) as joint_meeting_count,
        min(meetings.held_on) as first_met_on,
        max(meetings.held_on) as last_met_on
    from attendances
    inner join attendances as others
        on
            attendances.meeting_id = others.meeting_id
            and attendances.organisation_key != others.organisation_key
    inner join meetings
        on attendances.meeting_id = meetings.meeting_id
    group by
        attendances.organisation_key,
        attendances.firm_id,
        attendances.government_body_id,
        attendances.name,
        others.organisation_key,
        others.firm_id,
        others.government_body_id,
        others.name
)

select * from pairs
