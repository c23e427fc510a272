with demands as (
    select * from {{ ref('fct_demands') }}
),

responses as (
    select * from {{ ref('fct_demand_responses') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

firms as (
    select * from {{ ref('dim_firms') }}
),

government_bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

places as (
    select * from {{ ref('int_places') }}
),

answered_demands as (
    select distinct demand_id
    from responses
),

placed as (
    select
        demands.demand_id,
        demands.statement_id,
        demands.category,
        demands.requester_side,
        coalesce(body_places.province_place_id, meeting_places.province_place_id) as province_place_id,
        coalesce(firms.group_name, firms.name) as firm_group_name,
        cast(extract(year from meetings.held_on) as integer) as year,
        cast(extract(quarter from meetings.held_on) as integer) as quarter,
        answered_demands.demand_id is not null as is_answered
    from demands
    inner join meetings
        on demands.meeting_id = meetings.meeting_id
    left join government_bodies
        on
            coalesce(demands.requester_government_body_id, demands.addressee_government_body_id)
            = government_bodies.government_body_id
    left join places as body_places
        on government_bodies.place_id = body_places.place_id
    left join places as meeting_places
        on meetings.place_id = meeting_places.place_id
    left join firms
        on coalesce(demands.requester_firm_id, demands.addressee_firm_id) = firms.firm_id
    left join answered_demands
        on demands.demand_id = answered_demands.demand_id
),

counted as (
    select
        category,
        requester_side,
        province_place_id,
        firm_group_name,
        year,
        quarter,
        cast(count(*) as integer) as demand_count,
        cast(count(distinct statement_id) as integer) as voiced_count,
        cast(count(*) filter (where is_answered) as integer) as answered_count
    from placed
    group by
        category,
        requester_side,
        province_place_id,
        firm_group_name,
        year,
        quarter
),

shared as (
    select
        {{ surrogate_key([
            'counted.category',
            'counted.requester_side',
            'counted.province_place_id',
            'counted.firm_group_name',
            'counted.year',
            'counted.quarter',
        ]) }} as demand_group_id,
        counted.category,
        counted.requester_side,
        counted.province_place_id,
        places.name as province_name,
        counted.firm_group_name,
        counted.year,
        counted.quarter,
        counted.demand_count,
        counted.voiced_count,
        counted.answered_count,
        cast(counted.answered_count as double precision) / counted.demand_count as answered_share
    from counted
    left join places
        on counted.province_place_id = places.place_id
)

select * from shared
