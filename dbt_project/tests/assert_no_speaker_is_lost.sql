-- Every published statement has as many speakers as were found for it.
with extracted_statements as (
    select * from {{ ref('stg_extracted__statements') }}
),

extracted_speakers as (
    select * from {{ ref('stg_extracted__statement_speakers') }}
),

statements as (
    select * from {{ ref('fct_statements') }}
),

statement_speakers as (
    select * from {{ ref('bridge_statement_speakers') }}
),

-- Counted before they are joined: the counts are small, and the rows are not.
found as (
    select
        article_id,
        statement_ordinal,
        count(*) as speaker_count
    from extracted_speakers
    group by article_id, statement_ordinal
),

published as (
    select
        statement_id,
        count(*) as speaker_count
    from statement_speakers
    group by statement_id
)

select
    statements.article_id,
    statements.start_char
from statements
inner join extracted_statements
    on
        statements.article_id = extracted_statements.article_id
        and statements.start_char = extracted_statements.start_char
        and statements.end_char = extracted_statements.end_char
inner join found
    on
        extracted_statements.article_id = found.article_id
        and extracted_statements.statement_ordinal = found.statement_ordinal
left join published
    on statements.statement_id = published.statement_id
where found.speaker_count != coalesce(published.speaker_count, 0)
