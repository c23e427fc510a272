{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

statement_speakers as (
    select * from {{ ref('stg_extracted__statement_speakers') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

article_people as (
    select * from {{ ref('int_article_people') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

resolved as (
    select
        statement_speakers.article_id,
        statement_speakers.statement_ordinal,
        statement_speakers.speaker_ordinal,
        statement_speakers.speaker_name,
        statement_speakers.speaker_kind,
        statement_speakers.organisation_name,
        article_people.person_id,
        statement_speakers.rule_id
    from statement_speakers
    inner join current_articles
        on statement_speakers.article_id = current_articles.article_id
    left join article_people
        on
            statement_speakers.article_id = article_people.article_id
            and statement_speakers.speaker_kind = 'person'
            and {{ normalise_person_name('statement_speakers.speaker_name') }} = article_people.person_name_key
)

select * from resolved
