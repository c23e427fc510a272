with firms as (
    select * from {{ ref('int_firms') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
),

registered as (
    select
        firm_id,
        name,
        name_zh,
        parent_firm_id,
        group_name,
        firm_kind,
        ownership,
        uscc,
        lei,
        place_id,
        true as is_registered
    from firms
),

-- The wording that most articles use names the firm.
spellings as (
    select
        firm_id,
        organisation_name as name,
        row_number() over (
            partition by firm_id
            order by count(*) desc, organisation_name asc
        ) as spelling_rank
    from organisations
    where
        firm_id is not null
        and not is_registered
    group by firm_id, organisation_name
),

-- A firm lies where its name says, unless articles place it differently.
stated_places as (
    select
        firm_id,
        min(place_id) as place_id
    from organisations
    group by firm_id
    having count(distinct place_id) = 1
),

unregistered as (
    select
        spellings.firm_id,
        spellings.name,
        cast(null as varchar) as name_zh,
        cast(null as varchar) as parent_firm_id,
        cast(null as varchar) as group_name,
        cast(null as varchar) as firm_kind,
        cast(null as varchar) as ownership,
        cast(null as varchar) as uscc,
        cast(null as varchar) as lei,
        stated_places.place_id,
        false as is_registered
    from spellings
    left join stated_places
        on spellings.firm_id = stated_places.firm_id
    where spellings.spelling_rank = 1
),

unioned as (
    select * from registered

    union all

    select * from unregistered
)

select * from unioned
