-- Which firms asked which provinces for power supply, and were they promised it?
with asks as (
    select * from {{ ref('report_firm_asks') }}
),

response_matches as (
    select * from {{ ref('dim_response_matches') }}
),

bodies as (
    select * from {{ ref('dim_government_bodies') }}
),

places as (
    select * from {{ ref('dim_places') }}
),

power_asks as (
    select
        asks.name,
        asks.addressee_government_body_id,
        asks.held_on,
        response_matches.is_same_category
    from asks
    left join response_matches
        on asks.matched_by = response_matches.matched_by
    where
        asks.category = 'power_supply'
        and asks.addressee_government_body_id is not null
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
        power_asks.name as firm,
        place_provinces.province,
        count(*) as asked_count,
        count(*) filter (where power_asks.is_same_category) as promised_count,
        -- Whoever promises support in general says nothing of power.
        count(*) filter (where not power_asks.is_same_category) as promised_in_general_count,
        max(power_asks.held_on) as last_asked_on
    from power_asks
    inner join bodies
        on power_asks.addressee_government_body_id = bodies.government_body_id
    inner join place_provinces
        on bodies.place_id = place_provinces.place_id
    where place_provinces.province is not null
    group by power_asks.name, place_provinces.province
)

select * from final
order by asked_count desc, firm asc, province asc
limit 100
