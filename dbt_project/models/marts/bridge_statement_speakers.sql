{{ config(materialized='incremental', incremental_strategy='replace_statements') }}

with statements as (
    select * from {{ ref('int_statements') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

statement_speakers as (
    select * from {{ ref('int_statement_speakers') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

participations as (
    select * from {{ ref('int_participations') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

-- Whom a speaker belongs to, where the article says it at the meeting and not at the statement.
affiliations as (
    select
        article_id,
        person_id,
        {{ arg_min('firm_id', 'participation_ordinal') }} as firm_id,
        {{ arg_min('government_body_id', 'participation_ordinal') }} as government_body_id
    from participations
    where person_id is not null
    group by article_id, person_id
),

resolved as (
    select
        statements.statement_id,
        statement_speakers.speaker_ordinal,
        statement_speakers.speaker_name,
        statement_speakers.speaker_kind,
        -- Whose every participation is called wrong by a correction is nobody of this article.
        affiliations.person_id,
        case
            when statement_speakers.organisation_name is null then affiliations.firm_id
            else organisations.firm_id
        end as firm_id,
        case
            when statement_speakers.organisation_name is null then affiliations.government_body_id
            else organisations.government_body_id
        end as government_body_id,
        statement_speakers.rule_id
    from statement_speakers
    inner join statements
        on
            statement_speakers.article_id = statements.article_id
            and statement_speakers.statement_ordinal = statements.statement_ordinal
    left join affiliations
        on
            statement_speakers.article_id = affiliations.article_id
            and statement_speakers.person_id = affiliations.person_id
    left join organisations
        on
            statement_speakers.article_id = organisations.article_id
            and statement_speakers.organisation_name = organisations.organisation_name
)

select * from resolved
