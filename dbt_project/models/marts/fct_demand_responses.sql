with demands as (
    select * from {{ ref('fct_demands') }}
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

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

response_matches as (
    select * from {{ ref('dim_response_matches') }}
),

-- Who is no known organisation is known by name, and within the article alone.
asked as (
    select
        demands.demand_id,
        demands.meeting_id,
        meetings.held_on,
        demands.category,
        categories.parent_category,
        coalesce(
            demands.requester_firm_id,
            demands.requester_government_body_id,
            demands.article_id || ' ' || demands.requester_name
        ) as requester_key,
        firms.firm_id,
        firms.parent_firm_id,
        firms.group_name,
        coalesce(
            demands.addressee_firm_id,
            demands.addressee_government_body_id,
            demands.article_id || ' ' || demands.addressee_name
        ) as addressee_key
    from demands
    inner join meetings
        on demands.meeting_id = meetings.meeting_id
    inner join categories
        on demands.category = categories.category
    left join firms
        on demands.requester_firm_id = firms.firm_id
),

promised as (
    select
        commitments.commitment_id,
        commitments.meeting_id,
        meetings.held_on,
        commitments.category,
        coalesce(
            commitments.party_firm_id,
            commitments.party_government_body_id,
            commitments.article_id || ' ' || commitments.party_name
        ) as party_key,
        coalesce(
            commitments.beneficiary_firm_id,
            commitments.beneficiary_government_body_id,
            commitments.article_id || ' ' || commitments.beneficiary_name
        ) as beneficiary_key,
        firms.firm_id,
        firms.parent_firm_id,
        firms.group_name
    from commitments
    inner join meetings
        on commitments.meeting_id = meetings.meeting_id
    left join firms
        on commitments.beneficiary_firm_id = firms.firm_id
),

paired as (
    select
        asked.demand_id,
        promised.commitment_id,
        asked.meeting_id = promised.meeting_id as is_same_meeting,
        asked.category = promised.category as is_same_category,
        asked.requester_key = promised.beneficiary_key as is_requester_itself,
        coalesce(
            asked.group_name = promised.group_name
            or asked.firm_id = promised.parent_firm_id
            or asked.parent_firm_id = promised.firm_id,
            false
        ) as is_same_group,
        case
            when asked.meeting_id = promised.meeting_id then 0
            else {{ datediff('asked.held_on', 'promised.held_on', 'day') }}
        end as lag_days
    from asked
    inner join promised
        on
            asked.addressee_key = promised.party_key
            and promised.category in (asked.category, asked.parent_category)
),

-- Of two meetings on one day the texts do not say which came first.
answered as (
    select
        {{ surrogate_key(['paired.demand_id', 'paired.commitment_id']) }} as demand_response_id,
        paired.demand_id,
        paired.commitment_id,
        response_matches.matched_by,
        cast(paired.lag_days as integer) as lag_days
    from paired
    inner join response_matches
        on
            paired.is_same_meeting = response_matches.is_same_meeting
            and paired.is_same_category = response_matches.is_same_category
            and paired.is_requester_itself = response_matches.is_requester_itself
    where
        (paired.is_requester_itself or paired.is_same_group)
        and (paired.is_same_meeting or paired.lag_days between 1 and {{ var('response_days') }})
)

select * from answered
