{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

participations as (
    select * from {{ ref('stg_extracted__participations') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

article_people as (
    select * from {{ ref('int_article_people') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
),

named as (
    select
        participations.*,
        {{ normalise_person_name('participations.person_name') }} as person_name_key,
        {{ normalise_organisation_name('participations.affiliation') }} as affiliation_key
    from participations
),

resolved as (
    select
        named.article_id,
        named.participation_ordinal,
        meeting_reports.meeting_id,
        article_people.person_id,
        named.person_name,
        named.person_name_key,
        named.title,
        named.affiliation,
        named.affiliation_key,
        organisations.firm_id,
        organisations.government_body_id,
        named.side,
        named.role,
        coalesce(meeting_reports.held_on, current_articles.published_on) as seen_on,
        named.start_char,
        named.end_char,
        named.rule_id
    from named
    inner join current_articles
        on named.article_id = current_articles.article_id
    -- Whoever was at a meeting that is called wrong goes with it.
    inner join meeting_reports
        on
            named.article_id = meeting_reports.article_id
            and named.meeting_ordinal = meeting_reports.meeting_ordinal
    left join article_people
        on
            named.article_id = article_people.article_id
            and named.person_name_key = article_people.person_name_key
    left join organisations
        on
            named.article_id = organisations.article_id
            and named.organisation_name = organisations.organisation_name
),

-- An article may name the same participant of a meeting twice; the first time counts.
deduplicated as (
    select
        {{ participation_id('article_id', 'meeting_id', 'person_name_key', 'affiliation_key') }} as participation_id,
        * exclude (person_name_key, affiliation_key),
        coalesce(firm_id, government_body_id, affiliation_key) as organisation_key
    from resolved
    qualify row_number() over (
        partition by
            article_id,
            meeting_id,
            person_name_key,
            case when person_name_key is null then affiliation_key end
        order by participation_ordinal
    ) = 1
),

kept as (
    select deduplicated.*
    from deduplicated
    anti join wrong_facts
        on deduplicated.participation_id = wrong_facts.fact_id
)

select * from kept
