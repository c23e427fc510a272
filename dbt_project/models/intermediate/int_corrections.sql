with corrections as (
    select * from {{ ref('stg_raw__corrections') }}
),

article_people as (
    select * from {{ ref('int_article_people') }}
),

identified_meetings as (
    select * from {{ ref('int_identified_meetings') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
),

firms as (
    select * from {{ ref('int_firms') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
),

-- Whom and what a line can speak of, as it is when that line's turn comes.
sightings as (
    select
        'person' as thing,
        article_id,
        person_id_by_rule as id_by_rule,
        person_id_before_merge as id_before_merge
    from article_people

    union all

    select
        'meeting' as thing,
        article_id,
        meeting_id_by_rule as id_by_rule,
        meeting_id_before_merge as id_before_merge
    from identified_meetings
),

identities as (
    select
        *,
        split_part(correction_action, '_', 1) as thing
    from corrections
    where correction_action in ('person_merge', 'person_split', 'meeting_merge', 'meeting_split')
),

split_outcomes as (
    select
        identities.correction_id,
        cast(null as varchar) as fact_kind,
        count(case
            when list_contains(string_split(identities.correction_articles, ' '), sightings.article_id)
                then sightings.article_id
        end) as touched_count,
        case
            when count(sightings.article_id) = 0 then 'there is no such ' || any_value(identities.thing)
            else 'no article that it names tells of this ' || any_value(identities.thing)
        end as complaint
    from identities
    left join sightings
        on
            identities.thing = sightings.thing
            and identities.correction_subject = sightings.id_by_rule
    where ends_with(identities.correction_action, '_split')
    group by identities.correction_id
),

merge_outcomes as (
    select
        identities.correction_id,
        cast(null as varchar) as fact_kind,
        case
            when bool_or(sightings.id_before_merge = identities.target_id)
                then sum(case when sightings.id_before_merge = identities.correction_subject then 1 else 0 end)
            else 0
        end as touched_count,
        case
            when bool_or(sightings.id_before_merge = identities.correction_subject)
                then 'there is no ' || any_value(identities.thing) || ' ' || any_value(identities.target_id)
            else 'there is no such ' || any_value(identities.thing)
        end as complaint
    from identities
    left join sightings
        on
            identities.thing = sightings.thing
            and sightings.id_before_merge in (identities.correction_subject, identities.target_id)
    where ends_with(identities.correction_action, '_merge')
    group by identities.correction_id
),

aliases as (
    select distinct
        corrections.correction_id,
        corrections.correction_subject,
        corrections.correction_articles,
        corrections.correction_object = 'unregistered' or firms.firm_id is not null as has_firm
    from corrections
    left join firms
        on corrections.correction_object in (firms.firm_id, firms.firm_key, firms.name)
    where corrections.correction_action = 'firm_alias'
),

alias_outcomes as (
    select
        aliases.correction_id,
        cast(null as varchar) as fact_kind,
        case when any_value(aliases.has_firm) then count(organisations.article_id) else 0 end as touched_count,
        case
            when any_value(aliases.has_firm) then 'no article names it so'
            else 'the register has no such firm'
        end as complaint
    from aliases
    left join organisations
        on
            {{ normalise_name('aliases.correction_subject') }} = {{ normalise_name('organisations.organisation_name') }}
            and (
                aliases.correction_articles is null
                or list_contains(string_split(aliases.correction_articles, ' '), organisations.article_id)
            )
    group by aliases.correction_id
),

fact_outcomes as (
    select
        corrections.correction_id,
        min(wrong_facts.fact_kind) as fact_kind,
        count(wrong_facts.fact_id) as touched_count,
        'there is no such fact' as complaint
    from corrections
    left join wrong_facts
        on corrections.correction_id = wrong_facts.correction_id
    where corrections.correction_action = 'fact_wrong'
    group by corrections.correction_id
),

outcomes as (
    select * from split_outcomes
    union all
    select * from merge_outcomes
    union all
    select * from alias_outcomes
    union all
    select * from fact_outcomes
),

settled as (
    select
        corrections.correction_id,
        corrections.correction_action,
        corrections.correction_subject,
        corrections.correction_object,
        corrections.correction_articles,
        corrections.correction_reason,
        corrections.author,
        corrections.decided_on,
        outcomes.fact_kind,
        outcomes.touched_count > 0 as is_applied,
        cast(outcomes.touched_count as integer) as touched_count,
        case when outcomes.touched_count = 0 then outcomes.complaint end as not_applied_because
    from corrections
    inner join outcomes
        on corrections.correction_id = outcomes.correction_id
)

select * from settled
