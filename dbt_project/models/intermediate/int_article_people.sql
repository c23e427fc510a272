with recursive sightings as (
    select * from {{ ref('int_person_sightings') }}
),

posts as (
    select * from {{ ref('int_person_posts') }}
),

corrections as (
    select * from {{ ref('stg_raw__corrections') }}
),

seen as (
    select distinct
        posts.cluster_number,
        posts.person_name_key,
        posts.province_place_id,
        sightings.seen_on
    from sightings
    inner join posts
        on sightings.post_key = posts.post_key
    where posts.person_key is null
),

-- Where a change of post usually leads: to somewhere else in the province.
in_order as (
    select
        *,
        lag(cluster_number) over (
            partition by person_name_key, province_place_id
            order by seen_on, cluster_number
        ) as cluster_before,
        lag(seen_on) over (
            partition by person_name_key, province_place_id
            order by seen_on, cluster_number
        ) as seen_before_on,
        lag(seen_on) over (
            partition by person_name_key, province_place_id, cluster_number
            order by seen_on
        ) as seen_there_before_on
    from seen
    where
        province_place_id is not null
        and seen_on is not null
),

-- Somebody may leave a post and come back to it, but not for a few weeks. Who seems to are two people, and then
-- nothing but their posts tells who anybody of that name is there. After too long a time, a name is somebody else's.
careers as (
    select
        cluster_number,
        person_name_key,
        province_place_id,
        sum(case when seen_on - seen_before_on > {{ var('career_gap_days') }} then 1 else 0 end) over (
            partition by person_name_key, province_place_id
            order by seen_on, cluster_number
        ) as career_number,
        bool_or(
            cluster_before != cluster_number
            and (
                seen_on = seen_before_on
                or coalesce(seen_on - seen_there_before_on < {{ var('least_absence_days') }}, false)
            )
        ) over (partition by person_name_key, province_place_id) as is_ambiguous
    from in_order
),

-- What nobody dates belongs to the one career that there is.
undated as (
    select
        seen.cluster_number,
        seen.person_name_key,
        seen.province_place_id,
        min(careers.career_number) as career_number,
        coalesce(bool_or(careers.is_ambiguous), false) as is_ambiguous
    from seen
    left join careers
        on
            seen.person_name_key = careers.person_name_key
            and seen.province_place_id = careers.province_place_id
    where seen.province_place_id is not null
    group by seen.cluster_number, seen.person_name_key, seen.province_place_id
    having
        max(seen.seen_on) is null
        and count(distinct careers.career_number) < 2
),

surroundings as (
    select
        cluster_number,
        person_name_key,
        province_place_id,
        career_number
    from careers
    where not coalesce(is_ambiguous, false)

    union

    select
        cluster_number,
        person_name_key,
        province_place_id,
        career_number
    from undated
    where not is_ambiguous
),

hubs as (
    select
        cluster_number,
        min(cluster_number) over (partition by person_name_key, province_place_id, career_number) as hub_number
    from surroundings
),

clusters as (
    select distinct cluster_number
    from posts
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
        roots.root_number,
        seen.cluster_number,
        seen.seen_on,
        lag(seen.cluster_number) over (
            partition by roots.root_number
            order by seen.seen_on, seen.cluster_number
        ) as cluster_before,
        lag(seen.seen_on) over (
            partition by roots.root_number, seen.cluster_number
            order by seen.seen_on
        ) as seen_there_before_on
    from roots
    inner join seen
        on roots.cluster_number = seen.cluster_number
    where seen.seen_on is not null
),

-- A chain of posts that would have one person in two places in turns is no career.
broken as (
    select distinct root_number
    from rooted
    where
        cluster_before != cluster_number
        and seen_on - seen_there_before_on < {{ var('least_absence_days') }}
),

decided as (
    select
        roots.cluster_number,
        case when broken.root_number is null then roots.root_number else roots.cluster_number end as person_number
    from roots
    left join broken
        on roots.root_number = broken.root_number
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
        {{ surrogate_key(['firsts.first_name_key', 'firsts.first_article_id']) }} as person_id_by_rule,
        firsts.first_article_id
    from named
    inner join firsts
        on named.person_number = firsts.person_number
),

-- In which articles the corrections file calls a person somebody else, and then whom it calls one person.
split_lines as (
    select
        correction_subject as person_id,
        target_id,
        unnest(string_split(correction_articles, ' ')) as article_id
    from corrections
    where correction_action = 'person_split'
),

split_people as (
    select
        people.*,
        coalesce(split_lines.target_id, people.person_id_by_rule) as person_id_before_merge
    from people
    left join split_lines
        on
            people.person_id_by_rule = split_lines.person_id
            and people.article_id = split_lines.article_id
),

-- Only into a person that there is.
merge_lines as (
    select
        correction_subject as person_id,
        target_id
    from corrections
    where
        correction_action = 'person_merge'
        and target_id in (select split_people.person_id_before_merge from split_people)
),

merged as (
    select
        split_people.*,
        coalesce(merge_lines.target_id, split_people.person_id_before_merge) as person_id
    from split_people
    left join merge_lines
        on split_people.person_id_before_merge = merge_lines.person_id
)

select * from merged
