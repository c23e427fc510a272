with participations as (
    select * from {{ ref('fct_participations') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

people as (
    select * from {{ ref('dim_people') }}
),

-- Articles that place a person on different sides of one meeting do not tell the side.
attendances as (
    select
        meeting_id,
        person_id,
        case when count(distinct side) = 1 then min(side) end as side
    from participations
    where person_id is not null
    group by meeting_id, person_id
),

pairs as (
    select
        attendances.person_id,
        others.person_id as other_person_id,
        cast(count(*) as integer) as joint_meeting_count,
        cast(count(*) filter (where attendances.side != others.side) as integer) as opposite_meeting_count,
        min(meetings.held_on) as first_met_on,
        max(meetings.held_on) as last_met_on
    from attendances
    inner join attendances as others
        on
            attendances.meeting_id = others.meeting_id
            and attendances.person_id != others.person_id
    inner join meetings
        on attendances.meeting_id = meetings.meeting_id
    group by attendances.person_id, others.person_id
),

named as (
    select
        {{ surrogate_key(['pairs.person_id', 'pairs.other_person_id']) }} as people_pair_id,
        pairs.person_id,
        people.name,
        pairs.other_person_id,
        other_people.name as other_name,
        pairs.joint_meeting_count,
        pairs.opposite_meeting_count,
        pairs.first_met_on,
        pairs.last_met_on
    from pairs
    inner join people
        on pairs.person_id = people.person_id
    inner join people as other_people
        on pairs.other_person_id = other_people.person_id
)

select * from named
