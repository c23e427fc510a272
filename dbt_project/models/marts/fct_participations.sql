{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with participations as (
    select * from {{ ref('int_participations') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

selected as (
    select
        participation_id,
        meeting_id,
        article_id,
        person_id,
        person_name,
        title,
        affiliation,
        firm_id,
        government_body_id,
        side,
        role,
        start_char,
        end_char,
        rule_id
    from participations
)

select * from selected
