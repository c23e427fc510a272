with recursive meeting_nodes as (
    select * from {{ ref('int_meeting_nodes') }}
),

meeting_links as (
    select * from {{ ref('int_meeting_links') }}
),

corrections as (
    select * from {{ ref('stg_raw__corrections') }}
),

reached as (
    select
        node_id,
        node_id as root_id
    from meeting_nodes
    -- Only those without an earlier report beside them can be the first of their meeting.
    where
        node_id not in (
            select meeting_links.node_id
            from meeting_links
            where meeting_links.neighbour_id < meeting_links.node_id
        )

    union

    select
        meeting_links.neighbour_id as node_id,
        reached.root_id
    from reached
    inner join meeting_links
        on reached.node_id = meeting_links.node_id
),

roots as (
    select
        node_id,
        min(root_id) as root_id
    from reached
    group by node_id
),

-- Two meetings of one article stay two, even where a third article links them; a correction may say otherwise.
separated as (
    select
        meeting_nodes.*,
        case
            when
                meeting_nodes.meeting_key is not null
                or row_number() over (
                    partition by roots.root_id, meeting_nodes.article_id
                    order by meeting_nodes.meeting_ordinal
                ) = 1
                then roots.root_id
            else meeting_nodes.node_id
        end as meeting_node_id
    from meeting_nodes
    inner join roots
        on meeting_nodes.node_id = roots.node_id
),

reports as (
    select
        separated.article_id,
        separated.meeting_ordinal,
        {{ surrogate_key(['first_reports.article_id', 'first_reports.meeting_ordinal']) }} as meeting_id,
        first_reports.article_id as first_article_id,
        first_reports.meeting_ordinal as first_meeting_ordinal,
        separated.held_on,
        separated.held_on_text,
        separated.held_on_basis,
        separated.meeting_kind,
        separated.place_id,
        separated.topic,
        separated.start_char,
        separated.end_char,
        separated.rule_id
    from separated
    inner join meeting_nodes as first_reports
        on separated.meeting_node_id = first_reports.node_id
),

-- What the corrections file calls another meeting's report, and then what it calls one meeting.
split_lines as (
    select
        correction_subject as meeting_id,
        target_id,
        unnest(string_split(correction_articles, ' ')) as article_id
    from corrections
    where correction_action = 'meeting_split'
),

split_reports as (
    select
        reports.* exclude (meeting_id),
        reports.meeting_id as meeting_id_by_rule,
        coalesce(split_lines.target_id, reports.meeting_id) as meeting_id_before_merge
    from reports
    left join split_lines
        on
            reports.meeting_id = split_lines.meeting_id
            and reports.article_id = split_lines.article_id
),

-- Only into a meeting that there is.
merge_lines as (
    select
        correction_subject as meeting_id,
        target_id
    from corrections
    where
        correction_action = 'meeting_merge'
        and target_id in (select split_reports.meeting_id_before_merge from split_reports)
),

merged as (
    select
        split_reports.*,
        coalesce(merge_lines.target_id, split_reports.meeting_id_before_merge) as meeting_id
    from split_reports
    left join merge_lines
        on split_reports.meeting_id_before_merge = merge_lines.meeting_id
)

select * from merged
