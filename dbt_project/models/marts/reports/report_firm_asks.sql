with demands as (
    select * from {{ ref('fct_demands') }}
),

responses as (
    select * from {{ ref('fct_demand_responses') }}
),

response_matches as (
    select * from {{ ref('dim_response_matches') }}
),

commitments as (
    select * from {{ ref('fct_commitments') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

firms as (
    select * from {{ ref('dim_firms') }}
),

-- The first answer is the soonest; of several at once the one nearest to what was asked, and by whom.
ranked_responses as (
    select
        responses.demand_id,
        responses.commitment_id,
        responses.matched_by,
        responses.lag_days,
        cast(count(*) over (partition by responses.demand_id) as integer) as response_count,
        row_number() over (
            partition by responses.demand_id
            order by
                responses.lag_days asc,
                response_matches.is_same_category desc,
                response_matches.is_requester_itself desc,
                responses.commitment_id asc
        ) as response_rank
    from responses
    inner join response_matches
        on responses.matched_by = response_matches.matched_by
),

asks as (
    select
        demands.demand_id,
        firms.firm_id,
        firms.name,
        firms.group_name,
        demands.meeting_id,
        demands.article_id,
        meetings.held_on,
        demands.category,
        demands.demand_force,
        demands.addressee_name,
        demands.addressee_firm_id,
        demands.addressee_government_body_id,
        demands.demand_text,
        first_responses.demand_id is not null as is_answered,
        coalesce(first_responses.response_count, 0) as response_count,
        first_responses.commitment_id as first_commitment_id,
        commitments.commitment_text as first_commitment_text,
        first_responses.matched_by,
        first_responses.lag_days
    from demands
    inner join firms
        on demands.requester_firm_id = firms.firm_id
    inner join meetings
        on demands.meeting_id = meetings.meeting_id
    left join ranked_responses as first_responses
        on
            demands.demand_id = first_responses.demand_id
            and first_responses.response_rank = 1
    left join commitments
        on first_responses.commitment_id = commitments.commitment_id
)

select * from asks
