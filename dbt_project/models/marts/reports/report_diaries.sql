with participations as (
    select * from {{ ref('fct_participations') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

people as (
    select * from {{ ref('dim_people') }}
),

places as (
    select * from {{ ref('dim_places') }}
),

-- Where articles differ, the one that gives the person an organisation speaks first, then the one that
-- gives the leading role; a title that it lacks the next one gives.
ranked as (
    select
        *,
        row_number() over (
            partition by meeting_id, person_id
            order by
                firm_id is null and government_body_id is null,
                case role when 'principal' then 1 when 'presiding' then 2 when 'attending' then 3 end,
                article_id
        ) as report_rank
    from participations
    where person_id is not null
),

attendances as (
    select
        meeting_id,
        person_id,
        {{ arg_min('title', 'report_rank') }} as title,
        min(affiliation) filter (where report_rank = 1) as affiliation,
        min(firm_id) filter (where report_rank = 1) as firm_id,
        min(government_body_id) filter (where report_rank = 1) as government_body_id,
        min(side) filter (where report_rank = 1) as side,
        min(role) filter (where report_rank = 1) as role
    from ranked
    group by meeting_id, person_id
),

counterparts as (
    select
        attendances.meeting_id,
        attendances.person_id,
        string_agg(people.name, '; ' order by people.name, people.person_id) as counterpart_names
    from attendances
    inner join attendances as others
        on
            attendances.meeting_id = others.meeting_id
            and attendances.side != others.side
    inner join people
        on others.person_id = people.person_id
    group by attendances.meeting_id, attendances.person_id
),

diaries as (
    select
        {{ surrogate_key(['attendances.person_id', 'attendances.meeting_id']) }} as diary_entry_id,
        attendances.person_id,
        people.name,
        attendances.meeting_id,
        meetings.held_on,
        meetings.meeting_kind,
        meetings.place_id,
        places.name as place_name,
        meetings.topic,
        attendances.title,
        attendances.affiliation,
        attendances.firm_id,
        attendances.government_body_id,
        attendances.side,
        attendances.role,
        counterparts.counterpart_names
    from attendances
    inner join people
        on attendances.person_id = people.person_id
    inner join meetings
        on attendances.meeting_id = meetings.meeting_id
    left join places
        on meetings.place_id = places.place_id
    left join counterparts
        on
            attendances.meeting_id = counterparts.meeting_id
            and attendances.person_id = counterparts.person_id
)

select * from diaries
