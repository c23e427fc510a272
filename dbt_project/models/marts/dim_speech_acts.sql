with speech_acts as (
    select * from {{ ref('speech_acts') }}
),

labelled as (
    select
        code as speech_act,
        label_en,
        label_zh,
        definition,
        demand_force
    from speech_acts
)

select * from labelled
