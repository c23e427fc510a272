{#- A view: one model reads it, and only for the articles that it builds. -#}
{{ config(materialized='view') }}

with statement_speakers as (
    select * from {{ ref('stg_extracted__statement_speakers') }}
),

article_people as (
    select * from {{ ref('int_article_people') }}
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
    left join article_people
        on
            statement_speakers.article_id = article_people.article_id
            and statement_speakers.speaker_kind = 'person'
            and {{ normalise_person_name('statement_speakers.speaker_name') }} = article_people.person_name_key
)

select * from resolved
