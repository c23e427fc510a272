-- Which demands do most firms make with one voice, and in which words?
with demands as (
    select * from {{ ref('fct_demands') }}
),

statements as (
    select * from {{ ref('fct_statements') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

most_joint as (
    select
        statement_id,
        meeting_id,
        count(distinct requester_name) as firm_count,
        string_agg(distinct requester_name, '; ' order by requester_name) as firms,
        string_agg(distinct category, '; ' order by category) as categories
    from demands
    where requester_side = 'firm'
    group by statement_id, meeting_id
    having count(distinct requester_name) > 1
    order by firm_count desc, statement_id asc
    limit 20
),

final as (
    select
        most_joint.firm_count,
        most_joint.firms,
        most_joint.categories,
        meetings.held_on,
        statements.statement_text
    from most_joint
    inner join meetings
        on most_joint.meeting_id = meetings.meeting_id
    inner join statements
        on most_joint.statement_id = statements.statement_id
)

select * from final
order by firm_count desc, held_on desc nulls last, statement_text asc
