-- How do firms and how do public bodies and associations speak: do they thank, praise, ask or promise?
with statements as (
    select * from {{ ref('fct_statements') }}
),

speakers as (
    select * from {{ ref('bridge_statement_speakers') }}
),

speech_acts as (
    select * from {{ ref('dim_speech_acts') }}
),

counted as (
    select
        statements.speech_act,
        count(speakers.firm_id) as firm_count,
        count(speakers.government_body_id) as body_count
    from statements
    inner join speakers
        on statements.statement_id = speakers.statement_id
    group by statements.speech_act
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
