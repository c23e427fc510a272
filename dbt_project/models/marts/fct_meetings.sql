with meeting_reports as (
    select * from {{ ref('int_ranked_meeting_reports') }}
),

participations as (
    select * from {{ ref('int_participations') }}
),

event_codes as (
    select * from {{ ref('event_codes') }}
),

-- What the first report leaves open the next one fills.
merged as (
    select
        meeting_id,
        {{ arg_min('held_on', 'report_rank') }} as held_on,
        {{ arg_min('held_on_text', 'report_rank') }} as held_on_text,
        {{ arg_min('held_on_basis', 'report_rank') }} as held_on_basis,
        coalesce(
            {{ arg_min("nullif(meeting_kind, 'other')", 'report_rank') }},
            'other'
        ) as meeting_kind,
        {{ arg_min('case when is_precise_place then place_id end', 'report_rank') }} as place_id,
        {{ arg_min('topic', 'report_rank') }} as topic,
        {{ arg_min('rule_id', 'report_rank') }} as rule_id,
        cast(count(distinct article_id) as integer) as article_count
    from meeting_reports
    group by meeting_id
),

people_present as (
    select
        meeting_id,
        count(distinct person_id) as person_count
    from participations
    where person_id is not null
    group by meeting_id
),

-- An organisation counts where no report names anybody of it.
organisations_without_a_person as (
    select
        organisations.meeting_id,
        count(distinct organisations.organisation_key) as organisation_count
    from participations as organisations
    where
        organisations.person_id is null
        and not exists (
            select people.person_id
            from participations as people
            where
                people.meeting_id = organisations.meeting_id
                and people.organisation_key = organisations.organisation_key
                and people.person_id is not null
        )
    group by organisations.meeting_id
),

counted as (
    select
        merged.meeting_id,
        {{ date_id('merged.held_on') }} as date_id,
        merged.held_on,
        merged.held_on_text,
        merged.held_on_basis,
        merged.meeting_kind,
        merged.place_id,
        merged.topic,
        merged.article_count,
        cast(
            coalesce(people_present.person_count, 0)
            + coalesce(organisations_without_a_person.organisation_count, 0)
            as integer
        ) as participant_count,
        merged.rule_id
    from merged
    left join people_present
        on merged.meeting_id = people_present.meeting_id
    left join organisations_without_a_person
        on merged.meeting_id = organisations_without_a_person.meeting_id
),

coded as (
    select
        counted.*,
        event_codes.cameo_code,
        event_codes.plover_event_type,
        event_codes.plover_event_mode,
        event_codes.plover_event_context
    from counted
    left join event_codes
        on
            event_codes.event_kind = 'meeting'
            and counted.meeting_kind = event_codes.event_value
)

select * from coded
