with firms as (
    select * from {{ ref('int_firms') }}
),

firm_aliases as (
    select * from {{ ref('firm_aliases') }}
),

listed as (
    select
        firm_id,
        name as alias,
        'en' as language,
        'strong' as strength
    from firms

    union all

    select
        firm_id,
        name_zh as alias,
        'zh' as language,
        'strong' as strength
    from firms

    union all

    select
        firms.firm_id,
        firm_aliases.alias,
        firm_aliases.language,
        firm_aliases.strength
    from firm_aliases
    inner join firms
        on firm_aliases.firm_key = firms.firm_key
),

-- A branch goes by every name of the house it is a branch of.
branches as (
    select
        branches.firm_id,
        branches.parent_firm_id,
        substr(branches.name, length(houses.name) + 1) as branch_words
    from firms as branches
    inner join firms as houses
        on branches.parent_firm_id = houses.firm_id
    where
        starts_with(branches.name, houses.name || ' ')
        and ends_with(lower(branches.name), ' {{ var("branch_word") }}')
),

spellings as (
    select * from listed

    union all

    select
        branches.firm_id,
        listed.alias || branches.branch_words as alias,
        'en' as language,
        'strong' as strength
    from branches
    inner join listed
        on branches.parent_firm_id = listed.firm_id
    where listed.language = 'en'
),

-- A name that is also listed as an alias is one name, and the strong reading of it counts.
distinct_names as (
    select
        firm_id,
        alias,
        {{ normalise_organisation_name('alias') }} as name_key,
        {{ normalise_name('alias') }} as full_name_key,
        {{ loosen_organisation_name('alias') }} as loose_name_key,
        min(language) as language,
        bool_or(strength = 'strong') as is_strong
    from spellings
    where alias is not null
    group by firm_id, alias
)

select * from distinct_names
