{{ config(materialized='incremental', incremental_strategy='replace_changed') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_versions') }}
),

organisations as (
    select * from {{ ref('stg_extracted__organisations') }}
    {{ of_changed_articles('int_article_versions') }}
),

organisation_firms as (
    select * from {{ ref('int_organisation_firms') }}
    {{ of_changed_articles('int_article_versions') }}
),

firms as (
    select * from {{ ref('int_firms') }}
),

place_texts as (
    select * from {{ ref('int_place_texts') }}
    {{ of_changed_articles('int_article_versions') }}
),

places as (
    select * from {{ ref('int_places') }}
),

place_names as (
    select * from {{ ref('int_place_names') }}
),

classified as (
    select
        organisations.article_id,
        organisations.organisation_name,
        organisations.organisation_kind,
        organisations.place_text,
        current_articles.language,
        organisation_firms.name_key,
        organisation_firms.loose_name_key,
        places.place_id,
        places.place_code as country_code,
        places.parent_place_id,
        places.grandparent_place_id,
        places.province_place_id,
        firms.firm_key,
        firms.group_name,
        firms.firm_id as registered_firm_id,
        firms.province_place_id as firm_province_place_id,
        coalesce(organisations.level, places.government_level) as level,
        case
            when organisations.organisation_kind = 'association'
                then coalesce(organisations.branch, 'industry_association')
            else organisations.branch
        end as branch,
        firms.firm_id is null and organisations.organisation_kind = 'firm' as is_unregistered_firm,
        firms.firm_id is null
        and organisations.organisation_kind != 'firm'
        and (
            organisations.organisation_kind in ('government', 'association')
            or organisations.branch is not null
        ) as is_body
    from organisations
    inner join current_articles
        on organisations.article_id = current_articles.article_id
    inner join organisation_firms
        on
            organisations.article_id = organisation_firms.article_id
            and organisations.organisation_name = organisation_firms.organisation_name
    left join firms
        on organisation_firms.firm_id = firms.firm_id
    left join place_texts
        on
            organisations.article_id = place_texts.article_id
            and organisations.place_text = place_texts.place_text
            and organisations.level is not distinct from place_texts.stated_level
    left join places
        on place_texts.place_id = places.place_id
),

-- Every name of a body's place and of the places around it: the name may repeat any of them.
place_patterns as (
    select
        bodies.place_id,
        string_agg(
            place_names.name_key, '|'
            order by length(place_names.name_key) desc, place_names.name_key asc
        ) as place_pattern
    from (
        select distinct
            place_id,
            unnest([place_id, parent_place_id, grandparent_place_id]) as named_place_id
        from classified
        where place_id is not null
    ) as bodies
    inner join place_names
        on bodies.named_place_id = place_names.place_id
    group by bodies.place_id
),

with_body_names as (
    select
        classified.*,
        case
            when classified.is_body
                then {{ normalise_body_name('classified.organisation_name', 'place_patterns.place_pattern') }}
            else classified.name_key
        end as body_name_key
    from classified
    left join place_patterns
        on classified.place_id = place_patterns.place_id
),

-- A body is its branch, its name and its place. Where the place of a local body is unknown, the same words
-- in another article may mean another place's, so the article stands for it.
keyed as (
    select
        article_id,
        organisation_name,
        organisation_kind,
        language,
        name_key,
        firm_key,
        case
            when is_unregistered_firm then {{ surrogate_key(["'unregistered'", 'loose_name_key']) }}
            else registered_firm_id
        end as firm_id,
        case
            when is_body
                then {{ surrogate_key([
                    'branch',
                    'body_name_key',
                    "case
                        when level = 'national' and country_code = '" ~ var("home_country") ~ "' then null
                        when place_id is not null then place_id
                        when place_text is not null or level != 'national' then article_id
                    end",
                ]) }}
        end as government_body_id,
        registered_firm_id is not null as is_registered,
        group_name,
        branch,
        level,
        place_id,
        case
            when registered_firm_id is not null then firm_province_place_id
            else province_place_id
        end as province_place_id
    from with_body_names
)

select * from keyed
