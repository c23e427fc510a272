with organisations as (
    select * from {{ ref('int_organisations') }}
),

spellings as (
    select
        government_body_id,
        organisation_name as name,
        row_number() over (
            partition by government_body_id
            order by count(*) desc, organisation_name asc
        ) as spelling_rank
    from organisations
    where government_body_id is not null
    group by government_body_id, organisation_name
),

bodies as (
    select
        government_body_id,
        min(branch) as branch,
        min(level) as level,
        min(place_id) as place_id
    from organisations
    where government_body_id is not null
    group by government_body_id
),

named as (
    select
        bodies.government_body_id,
        spellings.name,
        bodies.branch,
        bodies.level,
        bodies.place_id
    from bodies
    inner join spellings
        on
            bodies.government_body_id = spellings.government_body_id
            and spellings.spelling_rank = 1
)

select * from named
