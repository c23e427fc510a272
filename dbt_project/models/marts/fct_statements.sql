{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with statements as (
    select * from {{ ref('int_statements') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

selected as (
    select
        statement_id,
        meeting_id,
        article_id,
        speech_act,
        reporting_verb,
        is_continuation,
        statement_text,
        start_char,
        end_char,
        rule_id
    from statements
)

select * from selected
