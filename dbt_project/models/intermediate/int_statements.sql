{{ config(materialized='incremental', incremental_strategy='replace_resolved') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

statements as (
    select * from {{ ref('stg_extracted__statements') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

original_statements as (
    select * from {{ ref('stg_extracted__statements') }}
),

meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

reprints as (
    select * from {{ ref('int_reprints') }}
    {{ of_changed_articles('int_article_resolutions') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
),

-- What a reprint repeats was said once. What it has beyond its original counts as everything else does.
repeated as (
    select distinct
        statements.article_id,
        statements.statement_ordinal
    from statements
    inner join reprints
        on statements.article_id = reprints.article_id
    inner join original_statements as originals
        on
            reprints.reprint_of_article_id = originals.article_id
            and statements.speech_act = originals.speech_act
            and {{ normalise_name('statements.statement_text') }} = {{ normalise_name('originals.statement_text') }}
),

joined as (
    select
        {{ statement_id('statements') }} as statement_id,
        statements.article_id,
        statements.statement_ordinal,
        statements.meeting_ordinal,
        meeting_reports.meeting_id,
        statements.speech_act,
        statements.reporting_verb,
        statements.is_continuation,
        statements.statement_text,
        statements.start_char,
        statements.end_char,
        statements.rule_id
    from statements
    inner join current_articles
        on statements.article_id = current_articles.article_id
    left join meeting_reports
        on
            statements.article_id = meeting_reports.article_id
            and statements.meeting_ordinal = meeting_reports.meeting_ordinal
    anti join repeated
        on
            statements.article_id = repeated.article_id
            and statements.statement_ordinal = repeated.statement_ordinal
),

-- What was said at a meeting that is called wrong goes with it.
kept as (
    select joined.*
    from joined
    anti join wrong_facts
        on joined.statement_id = wrong_facts.fact_id
    where
        joined.meeting_ordinal is null
        or joined.meeting_id is not null
)

select * from kept
