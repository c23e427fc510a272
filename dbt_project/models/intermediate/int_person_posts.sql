with recursive sightings as (
    select * from {{ ref('int_person_sightings') }}
),

meeting_organisations as (
    select * from {{ ref('int_meeting_organisations') }}
),

-- Older articles come first, so that a person keeps their key when news comes in.
posts as (
    select
        post_key,
        min(person_key) as person_key,
        min(person_name_key) as person_name_key,
        min(firm_id) as firm_id,
        min(government_body_id) as government_body_id,
        min(branch) as branch,
        min(group_name) as group_name,
        min(place_id) as place_id,
        min(province_place_id) as province_place_id,
        min(seen_on) as first_seen_on,
        max(seen_on) as last_seen_on,
        row_number() over (
            order by min(published_on) nulls last, min(article_id), min(person_name_key), post_key
        ) as post_number
    from sightings
    group by post_key
),

-- The same name in one article or at one meeting is one person, and so is what a correction calls by one key.
named_together as (
    select
        sightings.post_key,
        unnest([
            'article ' || sightings.article_id,
            'meeting ' || sightings.meeting_id
        ]) as occasion,
        sightings.person_name_key
    from sightings
    where sightings.person_key is null

    union

    select
        post_key,
        'correction ' || person_key as occasion,
        '' as person_name_key
    from posts
    where person_key is not null
),

-- Posts that one person holds at one time: in firms of one group, in the government of a place and in its party,
-- congress or consultative conference, and in the party of a place and in that of its province, to whose committee
-- the secretaries of cities belong.
free_posts as (
    select *
    from posts
    where person_key is null
),

held_together as (
    select
        post_number,
        min(post_number) over (partition by person_name_key, group_name) as neighbour_number
    from free_posts
    where group_name is not null

    union

    select
        posts.post_number,
        others.post_number as neighbour_number
    from free_posts as posts
    inner join free_posts as others
        on
            posts.person_name_key = others.person_name_key
            and (
                (posts.place_id = others.place_id and posts.branch != others.branch)
                or (posts.province_place_id = others.place_id and posts.branch = 'party' and others.branch = 'party')
            )
    where posts.province_place_id is not null
),

-- Somebody whose organisation an article does not tell is of one that is at the meeting, where just one
-- post of that name is.
present_posts as (
    select
        free_posts.post_number,
        min(others.post_number) as neighbour_number
    from free_posts
    inner join sightings
        on free_posts.post_key = sightings.post_key
    inner join meeting_organisations
        on sightings.meeting_id = meeting_organisations.meeting_id
    inner join free_posts as others
        on
            free_posts.person_name_key = others.person_name_key
            and meeting_organisations.organisation_id = coalesce(others.firm_id, others.government_body_id)
    where coalesce(free_posts.firm_id, free_posts.government_body_id) is null
    group by free_posts.post_number
    having count(distinct others.post_number) = 1
),

-- All posts of one occasion are linked to the first of them: a star, not a mesh.
hubs as (
    select
        posts.post_number,
        min(posts.post_number) over (
            partition by named_together.person_name_key, named_together.occasion
        ) as neighbour_number
    from named_together
    inner join posts
        on named_together.post_key = posts.post_key
    where named_together.occasion is not null

    union

    select * from held_together

    union

    select * from present_posts
),

edges as (
    select
        post_number,
        neighbour_number
    from hubs
    where post_number != neighbour_number

    union

    select
        neighbour_number as post_number,
        post_number as neighbour_number
    from hubs
    where post_number != neighbour_number
),

reached as (
    select
        post_number,
        post_number as root_number
    from posts
    where
        post_number not in (
            select edges.post_number
            from edges
            where edges.neighbour_number < edges.post_number
        )

    union

    select
        edges.neighbour_number as post_number,
        reached.root_number
    from reached
    inner join edges
        on reached.post_number = edges.post_number
),

roots as (
    select
        post_number,
        min(root_number) as root_number
    from reached
    group by post_number
),

clustered as (
    select
        posts.*,
        roots.root_number as cluster_number
    from posts
    inner join roots
        on posts.post_number = roots.post_number
)

select * from clustered
