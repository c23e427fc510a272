{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

-- A correction may make one meeting of two that an article reports.
ranked as (
    select
        *,
        row_number() over (partition by meeting_id, article_id order by meeting_ordinal) as report_rank
    from meeting_reports
),

selected as (
    select
        meeting_id,
        article_id,
        start_char,
        end_char,
        rule_id
    from ranked
    where report_rank = 1
)

select * from selected
