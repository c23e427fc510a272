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

spellings as (
    select
        firm_id,
        organisation_name,
        count(*) as article_count
    from organisations
    where
        firm_id is not null
        and not is_registered
    group by firm_id, organisation_name
),

-- The wording that most articles use names the firm.
usual_spellings as (
    select
        firm_id,
        organisation_name as name
    from spellings
    qualify row_number() over (
        partition by firm_id
        order by article_count desc, organisation_name asc
    ) = 1
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
        usual_spellings.firm_id,
        usual_spellings.name,
        cast(null as varchar) as name_zh,
        cast(null as varchar) as parent_firm_id,
        cast(null as varchar) as group_name,
        cast(null as varchar) as firm_kind,
        cast(null as varchar) as ownership,
        cast(null as varchar) as uscc,
        cast(null as varchar) as lei,
        stated_places.place_id,
        false as is_registered
    from usual_spellings
    left join stated_places
        on usual_spellings.firm_id = stated_places.firm_id
),

unioned as (
    select * from registered

    union all

    select * from unregistered
)

select * from unioned
