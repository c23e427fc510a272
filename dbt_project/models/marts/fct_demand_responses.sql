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

-- Whom an answer may be for: the requester itself, its group, its daughters and its parent, as one text each. Compared
-- by anything less than that, every demand of a large addressee would meet every promise that it ever made.
asked_by as (
    select
        *,
        unnest(array[
            'itself ' || requester_key,
            'group ' || group_name,
            'daughter of ' || firm_id,
            'parent ' || parent_firm_id
        ]) as relation
    from asked
),

promised_to as (
    select
        *,
        unnest(array[
            'itself ' || beneficiary_key,
            'group ' || group_name,
            'daughter of ' || parent_firm_id,
            'parent ' || firm_id
        ]) as relation
    from promised
),

-- In which category an answer may be: the same or the one above it.
asked_for as (
    select
        *,
        category as answering_category
    from asked_by

    union all

    select
        *,
        parent_category as answering_category
    from asked_by
    where parent_category != category
),

paired as (
    select
        asked_for.demand_id,
        promised_to.commitment_id,
        asked_for.meeting_id = promised_to.meeting_id as is_same_meeting,
        asked_for.category = promised_to.category as is_same_category,
        bool_or(starts_with(asked_for.relation, 'itself ')) as is_requester_itself,
        min(case
            when asked_for.meeting_id = promised_to.meeting_id then 0
            else {{ datediff('asked_for.held_on', 'promised_to.held_on', 'day') }}
        end) as lag_days
    from asked_for
    inner join promised_to
        on
            asked_for.addressee_key = promised_to.party_key
            and asked_for.relation = promised_to.relation
            and asked_for.answering_category = promised_to.category
    group by
        asked_for.demand_id,
        promised_to.commitment_id,
        is_same_meeting,
        is_same_category
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
        paired.is_same_meeting
        or paired.lag_days between 1 and {{ var('response_days') }}
)

select * from answered
