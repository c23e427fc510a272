with firm_names as (
    select * from {{ ref('int_firm_names') }}
),

organisations as (
    select * from {{ ref('int_organisations') }}
),

registered as (
    select
        firm_id,
        alias,
        language,
        is_strong
    from firm_names
),

-- A firm that the seed does not know is written as its articles write it.
unregistered as (
    select
        firm_id,
        organisation_name as alias,
        min(language) as language,
        true as is_strong
    from organisations
    where
        firm_id is not null
        and not is_registered
    group by firm_id, organisation_name
),

unioned as (
    select * from registered

    union all

    select * from unregistered
)

select * from unioned
