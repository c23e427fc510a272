with meeting_nodes as (
    select * from {{ ref('int_meeting_nodes') }}
),

participations as (
    select * from {{ ref('stg_extracted__participations') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
),

reprints as (
    select * from {{ ref('int_reprints') }}
),

free_nodes as (
    select *
    from meeting_nodes
    where meeting_key is null
),

present as (
    select
        free_nodes.node_id,
        {{ normalise_person_name('participations.person_name') }} as person_name_key,
        organisations.firm_id,
        organisations.government_body_id
    from free_nodes
    inner join participations
        on
            free_nodes.article_id = participations.article_id
            and free_nodes.meeting_ordinal = participations.meeting_ordinal
    left join organisations
        on
            participations.article_id = organisations.article_id
            and participations.organisation_name = organisations.organisation_name
),

-- Whom a report names, each with the party that they are of.
signs as (
    select
        node_id,
        'person ' || person_name_key as sign,
        coalesce(firm_id, government_body_id, person_name_key) as party
    from present
    where person_name_key is not null

    union

    select
        node_id,
        coalesce('firm ' || firm_id, 'body ' || government_body_id) as sign,
        coalesce(firm_id, government_body_id) as party
    from present
    where
        firm_id is not null
        or government_body_id is not null
),

dated_signs as (
    select
        free_nodes.*,
        signs.sign,
        signs.party,
        count(distinct signs.party) over (partition by free_nodes.node_id) as party_count
    from free_nodes
    inner join signs
        on free_nodes.node_id = signs.node_id
),

same_day as (
    select
        reports.node_id,
        others.node_id as neighbour_id,
        reports.sign,
        reports.party,
        others.party as neighbour_party,
        least(reports.party_count, others.party_count) as least_party_count,
        reports.held_on
    from dated_signs as reports
    inner join dated_signs as others
        on
            reports.sign = others.sign
            and reports.held_on = others.held_on
            and reports.article_id != others.article_id
),

-- Without a day, published soon after the day that another article gives.
soon_after as (
    select
        reports.node_id,
        others.node_id as neighbour_id,
        reports.sign,
        reports.party,
        others.party as neighbour_party,
        least(reports.party_count, others.party_count) as least_party_count,
        others.held_on
    from dated_signs as reports
    inner join dated_signs as others
        on
            reports.sign = others.sign
            and reports.article_id != others.article_id
            and reports.published_on between others.held_on and others.held_on + {{ var('report_days') }}
    where
        reports.held_on is null
        and others.held_on is not null
),

-- Both without a day, published at nearly the same time.
undated as (
    select
        reports.node_id,
        others.node_id as neighbour_id,
        reports.sign,
        reports.party,
        others.party as neighbour_party,
        least(reports.party_count, others.party_count) as least_party_count,
        cast(null as date) as held_on
    from dated_signs as reports
    inner join dated_signs as others
        on
            reports.sign = others.sign
            and reports.article_id != others.article_id
            and reports.published_on between
            others.published_on - {{ var('report_days') }} and others.published_on + {{ var('report_days') }}
    where
        reports.held_on is null
        and others.held_on is null
),

-- What two reports of one meeting share: people or organisations of two parties,
-- or one person where either names no second party.
sharing as (
    select
        node_id,
        neighbour_id,
        count(distinct sign) as shared_count,
        any_value(held_on) as held_on
    from (
        select * from same_day
        union all
        select * from soon_after
        union all
        select * from undated
    ) as shared
    group by node_id, neighbour_id
    having
        least(count(distinct party), count(distinct neighbour_party)) > 1
        or (
            min(least_party_count) = 1
            and count(*) filter (where starts_with(sign, 'person ')) > 0
        )
),

-- A report without a day that could be of two days is of neither, and one that has found its day
-- is linked by that alone.
certain as (
    select
        *,
        min(held_on) over (partition by node_id) as earliest_on,
        max(held_on) over (partition by node_id) as latest_on
    from sharing
    qualify earliest_on is null or (earliest_on = latest_on and held_on is not null)
),

mutual as (
    select
        node_id,
        neighbour_id,
        shared_count
    from certain
    where
        earliest_on is not null
        or neighbour_id in (
            select neighbours.node_id
            from certain as neighbours
            where neighbours.earliest_on is null
        )
),

both_ways as (
    select * from mutual

    union

    select
        neighbour_id as node_id,
        node_id as neighbour_id,
        shared_count
    from mutual
),

with_articles as (
    select
        both_ways.*,
        reports.article_id,
        others.article_id as neighbour_article_id
    from both_ways
    inner join free_nodes as reports
        on both_ways.node_id = reports.node_id
    inner join free_nodes as others
        on both_ways.neighbour_id = others.node_id
),

-- Of several meetings that an article reports of one day, another article's report can be of one only:
-- the two that share most find each other.
nearest as (
    select
        node_id,
        neighbour_id
    from with_articles
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

-- A reprint reports the meetings of its original, one by one.
reprinted as (
    select
        later.node_id,
        earlier.node_id as neighbour_id
    from reprints
    inner join free_nodes as later
        on reprints.article_id = later.article_id
    inner join free_nodes as earlier
        on
            reprints.reprint_of_article_id = earlier.article_id
            and later.meeting_ordinal = earlier.meeting_ordinal
),

-- What a person has decided overrules all of this.
decided as (
    select
        node_id,
        min(node_id) over (partition by meeting_key) as neighbour_id
    from meeting_nodes
    where meeting_key is not null
),

linked as (
    select
        *,
        'shared parties' as link_kind
    from nearest

    union all

    select
        *,
        'reprint' as link_kind
    from reprinted

    union all

    select
        neighbour_id as node_id,
        node_id as neighbour_id,
        'reprint' as link_kind
    from reprinted

    union all

    select
        *,
        'correction' as link_kind
    from decided
    where node_id != neighbour_id

    union all

    select
        neighbour_id as node_id,
        node_id as neighbour_id,
        'correction' as link_kind
    from decided
    where node_id != neighbour_id
),

distinct_links as (
    select
        node_id,
        neighbour_id,
        min(link_kind) as link_kind
    from linked
    group by node_id, neighbour_id
)

select * from distinct_links
