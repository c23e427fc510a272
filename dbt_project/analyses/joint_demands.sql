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

-- Few statements have several requesters: the rest falls away before anything is counted.
joint_statements as (
    select statement_id
    from demands
    where requester_side = 'firm'
    group by statement_id
    having min(requester_name) < max(requester_name)
),

most_joint as (
    select
        demands.statement_id,
        demands.meeting_id,
        count(distinct demands.requester_name) as firm_count,
        string_agg(distinct demands.requester_name, '; ' order by demands.requester_name) as firms,
        string_agg(distinct demands.category, '; ' order by demands.category) as categories
    from demands
    inner join joint_statements
        on demands.statement_id = joint_statements.statement_id
    where demands.requester_side = 'firm'
    group by demands.statement_id, demands.meeting_id
    order by firm_count desc, demands.statement_id asc
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
