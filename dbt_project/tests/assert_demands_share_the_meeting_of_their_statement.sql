-- A demand or commitment belongs to the article and the meeting of the statement that voices it.
with statements as (
    select * from {{ ref('fct_statements') }}
),

demands as (
    select * from {{ ref('fct_demands') }}
),

commitments as (
    select * from {{ ref('fct_commitments') }}
),

voiced as (
    select
        statement_id,
        article_id,
        meeting_id
    from demands

    union all

    select
        statement_id,
        article_id,
        meeting_id
    from commitments
),

elsewhere as (
    select voiced.*
    from voiced
    inner join statements
        on voiced.statement_id = statements.statement_id
    where
        voiced.meeting_id is distinct from statements.meeting_id
        or voiced.article_id != statements.article_id
)

select * from elsewhere
