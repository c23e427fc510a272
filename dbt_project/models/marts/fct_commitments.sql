{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

commitments as (
    select * from {{ ref('stg_extracted__commitments') }}
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

event_codes as (
    select * from {{ ref('event_codes') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
),

-- Promised twice in one statement is promised once.
first_worded as (
    select
        article_id,
        min(commitment_ordinal) as commitment_ordinal
    from commitments
    group by article_id, statement_ordinal, category, party_name
),

resolved as (
    select
        {{ commitment_id('statements', 'commitments') }} as commitment_id,
        statements.statement_id,
        meeting_reports.meeting_id,
        commitments.article_id,
        commitments.category,
        commitments.party_name,
        commitments.party_side,
        parties.firm_id as party_firm_id,
        parties.government_body_id as party_government_body_id,
        commitments.beneficiary_name,
        beneficiaries.firm_id as beneficiary_firm_id,
        beneficiaries.government_body_id as beneficiary_government_body_id,
        commitments.commitment_text,
        commitments.start_char,
        commitments.end_char,
        commitments.rule_id
    from commitments
    inner join first_worded
        on
            commitments.article_id = first_worded.article_id
            and commitments.commitment_ordinal = first_worded.commitment_ordinal
    inner join current_articles
        on commitments.article_id = current_articles.article_id
    inner join statements
        on
            commitments.article_id = statements.article_id
            and commitments.statement_ordinal = statements.statement_ordinal
    left join meeting_reports
        on
            commitments.article_id = meeting_reports.article_id
            and commitments.meeting_ordinal = meeting_reports.meeting_ordinal
    left join organisations as parties
        on
            commitments.article_id = parties.article_id
            and commitments.party_organisation_name = parties.organisation_name
    left join organisations as beneficiaries
        on
            commitments.article_id = beneficiaries.article_id
            and commitments.beneficiary_organisation_name = beneficiaries.organisation_name
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
            event_codes.event_kind = 'commitment'
            and resolved.category = event_codes.event_value
    left join wrong_facts
        on resolved.commitment_id = wrong_facts.fact_id
    where wrong_facts.fact_id is null
)

select * from coded
