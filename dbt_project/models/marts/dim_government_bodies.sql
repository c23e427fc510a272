with organisations as (
    select * from {{ ref('int_organisations') }}
),

spellings as (
    select
        government_body_id,
        organisation_name,
        count(*) as article_count
    from organisations
    where government_body_id is not null
    group by government_body_id, organisation_name
),

usual_spellings as (
    select
        government_body_id,
        organisation_name as name
    from spellings
    qualify row_number() over (
        partition by government_body_id
        order by article_count desc, organisation_name asc
    ) = 1
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
        usual_spellings.name,
        bodies.branch,
        bodies.level,
        bodies.place_id
    from bodies
    inner join usual_spellings
        on bodies.government_body_id = usual_spellings.government_body_id
)

select * from named
