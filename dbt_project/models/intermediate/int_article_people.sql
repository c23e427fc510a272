with recursive sightings as (
    select * from {{ ref('int_person_sightings') }}
),

posts as (
    select * from {{ ref('int_person_posts') }}
),

-- Posts that are certainly one person's, with the time in which that person was seen.
clusters as (
    select
        cluster_number,
        min(person_name_key) as person_name_key,
        min(person_key) as person_key,
        min(first_seen_on) as first_seen_on,
        max(last_seen_on) as last_seen_on
    from posts
    group by cluster_number
),

-- Where a change of post usually leads: to another firm of the group, or to somewhere else in the province.
surroundings as (
    select distinct
        clusters.cluster_number,
        clusters.person_name_key,
        clusters.first_seen_on,
        clusters.last_seen_on,
        unnest([
            'group ' || posts.group_name,
            'province ' || posts.province_place_id
        ]) as surrounding
    from clusters
    inner join posts
        on clusters.cluster_number = posts.cluster_number
    where clusters.person_key is null
),

in_order as (
    select
        *,
        max(last_seen_on) over (
            partition by person_name_key, surrounding
            order by first_seen_on nulls last, last_seen_on, cluster_number
            rows between unbounded preceding and 1 preceding
        ) as seen_before_on
    from surroundings
    where surrounding is not null
),

-- Two of one name who were seen in one place in turns are two people, and then nothing but their posts
-- tells who anybody of that name is there. After too long a time, a name is somebody else's.
careers as (
    select
        *,
        sum(case when first_seen_on - seen_before_on > {{ var('career_gap_days') }} then 1 else 0 end) over (
            partition by person_name_key, surrounding
            order by first_seen_on nulls last, last_seen_on, cluster_number
        ) as career_number,
        coalesce(
            bool_or(first_seen_on <= seen_before_on) over (partition by person_name_key, surrounding),
            false
        ) as is_ambiguous
    from in_order
),

hubs as (
    select
        cluster_number,
        min(cluster_number) over (partition by person_name_key, surrounding, career_number) as hub_number
    from careers
    where not is_ambiguous
),

edges as (
    select
        cluster_number,
        hub_number as neighbour_number
    from hubs
    where cluster_number != hub_number

    union

    select
        hub_number as cluster_number,
        cluster_number as neighbour_number
    from hubs
    where cluster_number != hub_number
),

reached as (
    select
        cluster_number,
        cluster_number as root_number
    from clusters
    where
        cluster_number not in (
            select edges.cluster_number
            from edges
            where edges.neighbour_number < edges.cluster_number
        )

    union

    select
        edges.neighbour_number as cluster_number,
        reached.root_number
    from reached
    inner join edges
        on reached.cluster_number = edges.cluster_number
),

roots as (
    select
        cluster_number,
        min(root_number) as root_number
    from reached
    group by cluster_number
),

rooted as (
    select
        roots.cluster_number,
        roots.root_number,
        clusters.first_seen_on,
        max(clusters.last_seen_on) over (
            partition by roots.root_number
            order by clusters.first_seen_on nulls last, clusters.last_seen_on, roots.cluster_number
            rows between unbounded preceding and 1 preceding
        ) as seen_before_on
    from roots
    inner join clusters
        on roots.cluster_number = clusters.cluster_number
),

-- A chain of posts that would have one person in two places at one time is no career.
decided as (
    select
        cluster_number,
        case
            when bool_or(first_seen_on <= seen_before_on) over (partition by root_number)
                then cluster_number
            else root_number
        end as person_number
    from rooted
),

-- The first article that names a person stands for them, so that they keep their key when news comes in.
named as (
    select
        sightings.article_id,
        sightings.person_name_key,
        decided.person_number,
        sightings.published_on
    from sightings
    inner join posts
        on sightings.post_key = posts.post_key
    inner join decided
        on posts.cluster_number = decided.cluster_number
    group by all
),

firsts as (
    select
        person_number,
        arg_min(article_id, named_rank) as first_article_id,
        arg_min(person_name_key, named_rank) as first_name_key
    from (
        select
            *,
            row_number() over (
                order by published_on nulls last, article_id, person_name_key
            ) as named_rank
        from named
    ) as ranked
    group by person_number
),

people as (
    select
        named.article_id,
        named.person_name_key,
        {{ surrogate_key(['firsts.first_name_key', 'firsts.first_article_id']) }} as person_id,
        firsts.first_article_id
    from named
    inner join firsts
        on named.person_number = firsts.person_number
)

select * from people
