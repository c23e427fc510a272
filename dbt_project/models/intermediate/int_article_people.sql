with recursive current_articles as (
    select * from {{ ref('int_current_articles') }}
),

participations as (
    select * from {{ ref('stg_extracted__participations') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
),

meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
),

appearances as (
    select
        participations.article_id,
        current_articles.published_on,
        {{ normalise_person_name('participations.person_name') }} as person_name_key,
        organisations.firm_id,
        organisations.government_body_id,
        organisations.group_name,
        organisations.province_place_id,
        meeting_reports.meeting_id
    from participations
    inner join current_articles
        on participations.article_id = current_articles.article_id
    left join organisations
        on
            participations.article_id = organisations.article_id
            and participations.organisation_name = organisations.organisation_name
    left join meeting_reports
        on
            participations.article_id = meeting_reports.article_id
            and participations.meeting_ordinal = meeting_reports.meeting_ordinal
    where participations.person_name is not null
),

-- Within one article a full name is one person. Older articles come first, so that a person
-- keeps their key when news comes in.
nodes as (
    select
        article_id,
        person_name_key,
        row_number() over (
            order by min(published_on) nulls last, article_id, person_name_key
        ) as node_id
    from appearances
    group by article_id, person_name_key
),

contexts as (
    select distinct
        nodes.node_id,
        nodes.person_name_key,
        unnest([
            'firm ' || appearances.firm_id,
            'body ' || appearances.government_body_id,
            'group ' || appearances.group_name,
            'province ' || appearances.province_place_id,
            'meeting ' || appearances.meeting_id
        ]) as context
    from nodes
    inner join appearances
        on
            nodes.article_id = appearances.article_id
            and nodes.person_name_key = appearances.person_name_key
),

-- Everybody of one name in one context is linked to the first of them: a star, not a mesh.
hubs as (
    select
        node_id,
        min(node_id) over (partition by person_name_key, context) as hub_id
    from contexts
    where context is not null
),

edges as (
    select
        node_id,
        hub_id as neighbour_id
    from hubs
    where node_id != hub_id

    union

    select
        hub_id as node_id,
        node_id as neighbour_id
    from hubs
    where node_id != hub_id
),

reached as (
    select
        node_id,
        node_id as root_id
    from nodes
    -- Only those without an earlier namesake beside them can be the first of their person.
    where
        node_id not in (
            select edges.node_id
            from edges
            where edges.neighbour_id < edges.node_id
        )

    union

    select
        edges.neighbour_id as node_id,
        reached.root_id
    from reached
    inner join edges
        on reached.node_id = edges.node_id
),

roots as (
    select
        node_id,
        min(root_id) as root_id
    from reached
    group by node_id
),

people as (
    select
        nodes.article_id,
        nodes.person_name_key,
        {{ surrogate_key(['first_nodes.person_name_key', 'first_nodes.article_id']) }} as person_id,
        first_nodes.article_id as first_article_id
    from nodes
    inner join roots
        on nodes.node_id = roots.node_id
    inner join nodes as first_nodes
        on roots.root_id = first_nodes.node_id
)

select * from people
