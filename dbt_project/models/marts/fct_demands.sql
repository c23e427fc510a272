{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

demands as (
    select * from {{ ref('stg_extracted__demands') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

statements as (
    select * from {{ ref('int_statements') }}
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

speech_acts as (
    select * from {{ ref('speech_acts') }}
),

event_codes as (
    select * from {{ ref('event_codes') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
),

-- Asked twice in one statement is asked once.
first_worded as (
    select
        article_id,
        min(demand_ordinal) as demand_ordinal
    from demands
    group by article_id, statement_ordinal, category, requester_name
),

resolved as (
    select
        {{ demand_id('statements', 'demands') }} as demand_id,
        statements.statement_id,
        meeting_reports.meeting_id,
        demands.article_id,
        demands.category,
        demands.requester_name,
        demands.requester_side,
        requesters.firm_id as requester_firm_id,
        requesters.government_body_id as requester_government_body_id,
        demands.addressee_name,
        demands.addressee_side,
        addressees.firm_id as addressee_firm_id,
        addressees.government_body_id as addressee_government_body_id,
        demands.demand_text,
        demands.start_char,
        demands.end_char,
        speech_acts.demand_force,
        demands.rule_id
    from demands
    inner join first_worded
        on
            demands.article_id = first_worded.article_id
            and demands.demand_ordinal = first_worded.demand_ordinal
    inner join current_articles
        on demands.article_id = current_articles.article_id
    inner join statements
        on
            demands.article_id = statements.article_id
            and demands.statement_ordinal = statements.statement_ordinal
    left join speech_acts
        on statements.speech_act = speech_acts.code
    left join meeting_reports
        on
            demands.article_id = meeting_reports.article_id
            and demands.meeting_ordinal = meeting_reports.meeting_ordinal
    left join organisations as requesters
        on
            demands.article_id = requesters.article_id
            and demands.requester_organisation_name = requesters.organisation_name
    left join organisations as addressees
        on
            demands.article_id = addressees.article_id
            and demands.addressee_organisation_name = addressees.organisation_name
),

coded as (
    select
        resolved.*,
        event_codes.cameo_code,
        event_codes.plover_event_type,
        event_codes.plover_event_mode,
        event_codes.plover_event_context
    from resolved
    left join event_codes
        on
            resolved.demand_force = event_codes.event_kind
            and resolved.category = event_codes.event_value
    left join wrong_facts
        on resolved.demand_id = wrong_facts.fact_id
    where wrong_facts.fact_id is null
)

select * from coded
