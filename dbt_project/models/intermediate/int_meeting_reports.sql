with identified_meetings as (
    select * from {{ ref('int_identified_meetings') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
),

kept as (
    select identified_meetings.* exclude (meeting_id_by_rule, meeting_id_before_merge)
    from identified_meetings
    anti join wrong_facts
        on identified_meetings.meeting_id = wrong_facts.fact_id
)

select * from kept
