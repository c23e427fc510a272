-- Which provinces' public bodies meet most firms, and when was the last time?
with organisation_pairs as (
    select * from {{ ref('report_organisation_pairs') }}
),

bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

places as (
    select * from {{ ref('dim_places') }}
),

place_provinces as (
    select
        places.place_id,
        case
            when places.level = 'province' then places.name
            when parents.level = 'province' then parents.name
            when grandparents.level = 'province' then grandparents.name
        end as province
    from places
    left join places as parents
        on places.parent_place_id = parents.place_id
    left join places as grandparents
        on parents.parent_place_id = grandparents.place_id
),

final as (
    select
        place_provinces.province,
        count(distinct organisation_pairs.firm_id) as firm_count,
        count(distinct bodies.government_body_id) as body_count,
        max(organisation_pairs.last_met_on) as last_met_on
    from organisation_pairs
    inner join bodies
        on organisation_pairs.other_government_body_id = bodies.government_body_id
    inner join place_provinces
        on bodies.place_id = place_provinces.place_id
    where
        organisation_pairs.firm_id is not null
        and bodies.branch is distinct from 'industry_association'
        and place_provinces.province is not null
    group by place_provinces.province
)

select * from final
order by firm_count desc, body_count desc, province asc
