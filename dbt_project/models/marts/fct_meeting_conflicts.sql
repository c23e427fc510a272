with meeting_reports as (
    select * from {{ ref('int_ranked_meeting_reports') }}
),

participations as (
    select * from {{ ref('int_participations') }}
),

firms as (
    select * from {{ ref('dim_firms') }}
),

bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

places as (
    select * from {{ ref('dim_places') }}
),

-- What each article says; the compared value is what makes a difference a disagreement.
told as (
    select
        meeting_id,
        'held_on' as meeting_attribute,
        cast(null as varchar) as person_id,
        article_id,
        cast(held_on as varchar) as compared_value,
        cast(held_on as varchar) as value_text
    from meeting_reports
    where held_on is not null

    union

    select
        meeting_id,
        'meeting_kind' as meeting_attribute,
        cast(null as varchar) as person_id,
        article_id,
        meeting_kind as compared_value,
        meeting_kind as value_text
    from meeting_reports
    where meeting_kind != 'other'

    union

    select
        meeting_reports.meeting_id,
        'place' as meeting_attribute,
        cast(null as varchar) as person_id,
        meeting_reports.article_id,
        meeting_reports.place_id as compared_value,
        places.name as value_text
    from meeting_reports
    inner join places
        on meeting_reports.place_id = places.place_id
    where meeting_reports.is_precise_place

    union

    select
        meeting_id,
        'side' as meeting_attribute,
        person_id,
        article_id,
        side as compared_value,
        side as value_text
    from participations
    where
        person_id is not null
        and side is not null

    union

    select
        participations.meeting_id,
        'organisation' as meeting_attribute,
        participations.person_id,
        participations.article_id,
        coalesce(firms.group_name, firms.firm_id, bodies.place_id, bodies.government_body_id) as compared_value,
        coalesce(firms.name, bodies.name) as value_text
    from participations
    left join firms
        on participations.firm_id = firms.firm_id
    left join bodies
        on participations.government_body_id = bodies.government_body_id
    where
        participations.person_id is not null
        and coalesce(firms.firm_id, bodies.government_body_id) is not null
),

report_ranks as (
    select
        meeting_id,
        article_id,
        min(report_rank) as report_rank
    from meeting_reports
    group by meeting_id, article_id
),

ranked as (
    select
        told.*,
        first_value(told.compared_value) over (
            partition by told.meeting_id, told.meeting_attribute, told.person_id
            order by report_ranks.report_rank, told.value_text
        ) as chosen_value,
        min(told.compared_value) over (
            partition by told.meeting_id, told.meeting_attribute, told.person_id
        ) as least_value,
        max(told.compared_value) over (
            partition by told.meeting_id, told.meeting_attribute, told.person_id
        ) as greatest_value
    from told
    inner join report_ranks
        on
            told.meeting_id = report_ranks.meeting_id
            and told.article_id = report_ranks.article_id
),

disputed as (
    select
        {{ surrogate_key(['meeting_id', 'meeting_attribute', 'person_id', 'article_id', 'value_text']) }}
            as meeting_conflict_id,
        meeting_id,
        meeting_attribute,
        person_id,
        article_id,
        value_text,
        compared_value = chosen_value as is_chosen
    from ranked
    where least_value != greatest_value
)

select * from disputed
