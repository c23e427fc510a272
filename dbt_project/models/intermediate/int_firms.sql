with firms as (
    select * from {{ ref('firms') }}
),

places as (
    select * from {{ ref('int_places') }}
),

keyed as (
    select
        {{ surrogate_key(["'registered'", 'firms.firm_key']) }} as firm_id,
        firms.firm_key,
        firms.name,
        firms.name_zh,
        case
            when firms.parent_firm_key is not null
                then {{ surrogate_key(["'registered'", 'firms.parent_firm_key']) }}
        end as parent_firm_id,
        firms.group_name,
        firms.firm_kind,
        firms.ownership,
        firms.uscc,
        firms.lei,
        places.place_id,
        places.province_place_id
    from firms
    left join places
        on cast(firms.place_code as varchar) = places.place_code
)

select * from keyed
