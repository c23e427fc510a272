-- The day counts from meeting to meeting, 0 at one meeting and there alone.
with responses as (
    select * from {{ ref('fct_demand_responses') }}
),

demands as (
    select * from {{ ref('fct_demands') }}
),

commitments as (
    select * from {{ ref('fct_commitments') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

wrong as (
    select responses.*
    from responses
    inner join demands
        on responses.demand_id = demands.demand_id
    inner join commitments
        on responses.commitment_id = commitments.commitment_id
    inner join meetings as asked_at
        on demands.meeting_id = asked_at.meeting_id
    inner join meetings as promised_at
        on commitments.meeting_id = promised_at.meeting_id
    where
        (responses.lag_days = 0) != (asked_at.meeting_id = promised_at.meeting_id)
        or responses.lag_days not between 0 and {{ var('response_days') }}
        or (responses.lag_days > 0 and asked_at.held_on + responses.lag_days != promised_at.held_on)
)

select * from wrong
