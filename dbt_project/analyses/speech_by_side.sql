-- How did firms and how did public bodies and associations speak in the year up to the latest meeting?
with statements as (
    select * from {{ ref('fct_statements') }}
),

speakers as (
    select * from {{ ref('bridge_statement_speakers') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

speech_acts as (
    select * from {{ ref('dim_speech_acts') }}
),

last_year as (
    select max(held_on) - interval 1 year as begins_after
    from meetings
),

recent_meetings as (
    select meetings.meeting_id
    from meetings
    inner join last_year
        on meetings.held_on > last_year.begins_after
),

recent_statements as (
    select
        statements.statement_id,
        statements.speech_act
    from statements
    inner join recent_meetings
        on statements.meeting_id = recent_meetings.meeting_id
),

counted as (
    select
        recent_statements.speech_act,
        count(speakers.firm_id) as firm_count,
        count(speakers.government_body_id) as body_count
    from recent_statements
    inner join speakers
        on recent_statements.statement_id = speakers.statement_id
    group by recent_statements.speech_act
),

final as (
    select
        speech_acts.label_en as speech_act,
        counted.firm_count,
        round(counted.firm_count / sum(counted.firm_count) over (), 3) as firm_share,
        counted.body_count,
        round(counted.body_count / sum(counted.body_count) over (), 3) as body_share
    from counted
    inner join speech_acts
        on counted.speech_act = speech_acts.speech_act
)

select * from final
order by firm_count desc, body_count desc, speech_act asc
