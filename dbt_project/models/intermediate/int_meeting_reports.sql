with recursive current_articles as (
    select * from {{ ref('int_current_articles') }}
),

meetings as (
    select * from {{ ref('stg_extracted__meetings') }}
),

participations as (
    select * from {{ ref('stg_extracted__participations') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
),

place_texts as (
    select * from {{ ref('int_place_texts') }}
),

-- Older articles come first, so that a meeting keeps its key when a second report comes in.
nodes as (
    select
        meetings.*,
        place_texts.place_id,
        row_number() over (
            order by
                current_articles.published_on nulls last,
                meetings.article_id,
                meetings.meeting_ordinal
        ) as node_id
    from meetings
    inner join current_articles
        on meetings.article_id = current_articles.article_id
    left join place_texts
        on
            meetings.article_id = place_texts.article_id
            and meetings.place_text = place_texts.place_text
            and place_texts.stated_level is null
),

present as (
    select
        nodes.node_id,
        nodes.article_id,
        nodes.held_on,
        {{ normalise_person_name('participations.person_name') }} as person_name_key,
        organisations.firm_id,
        organisations.government_body_id
    from nodes
    inner join participations
        on
            nodes.article_id = participations.article_id
            and nodes.meeting_ordinal = participations.meeting_ordinal
    left join organisations
        on
            participations.article_id = organisations.article_id
            and participations.organisation_name = organisations.organisation_name
    where nodes.held_on is not null
),

-- What two reports of one meeting share: a person, or a firm together with a body.
signs as (
    select
        node_id,
        article_id,
        held_on,
        'person ' || person_name_key as sign
    from present
    where person_name_key is not null

    union

    select
        firms.node_id,
        firms.article_id,
        firms.held_on,
        'firm ' || firms.firm_id || ' body ' || bodies.government_body_id as sign
    from present as firms
    inner join present as bodies
        on firms.node_id = bodies.node_id
    where
        firms.firm_id is not null
        and bodies.government_body_id is not null
),

pairs as (
    select
        signs.node_id,
        signs.article_id,
        others.node_id as neighbour_id,
        others.article_id as neighbour_article_id,
        count(*) as shared_count
    from signs
    inner join signs as others
        on
            signs.held_on = others.held_on
            and signs.sign = others.sign
            and signs.article_id != others.article_id
    group by
        signs.node_id,
        signs.article_id,
        others.node_id,
        others.article_id
),

-- Of several meetings that an article reports of one day, another article's report can be of one only:
-- the two that share most find each other.
edges as (
    select
        node_id,
        neighbour_id
    from pairs
    qualify
        row_number() over (
            partition by node_id, neighbour_article_id
            order by shared_count desc, neighbour_id asc
        ) = 1
        and row_number() over (
            partition by neighbour_id, article_id
            order by shared_count desc, node_id asc
        ) = 1
),

reached as (
    select
        node_id,
        node_id as root_id
    from nodes
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

-- Two meetings of one article stay two, even where a third article links them.
separated as (
    select
        nodes.*,
        case
            when
                row_number() over (
                    partition by roots.root_id, nodes.article_id
                    order by nodes.meeting_ordinal
                ) = 1
                then roots.root_id
            else nodes.node_id
        end as meeting_node_id
    from nodes
    inner join roots
        on nodes.node_id = roots.node_id
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
    inner join nodes as first_reports
        on separated.meeting_node_id = first_reports.node_id
)

select * from reports
