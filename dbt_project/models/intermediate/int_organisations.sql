{{ config(materialized='incremental', incremental_strategy='replace_changed') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_versions') }}
),

organisations as (
    select * from {{ ref('stg_extracted__organisations') }}
    {{ of_changed_articles('int_article_versions') }}
),

mentions as (
    select * from {{ ref('stg_extracted__mentions') }}
    {{ of_changed_articles('int_article_versions') }}
),

firms as (
    select * from {{ ref('int_firms') }}
),

firm_names as (
    select * from {{ ref('int_firm_names') }}
),

place_texts as (
    select * from {{ ref('int_place_texts') }}
    {{ of_changed_articles('int_article_versions') }}
),

project_corrections as (
    select * from {{ ref('corrections_organisations') }}
),

file_corrections as (
    select * from {{ ref('stg_raw__corrections') }}
),

places as (
    select * from {{ ref('int_places') }}
),

place_names as (
    select * from {{ ref('int_place_names') }}
),

named as (
    select
        organisations.article_id,
        organisations.organisation_name,
        organisations.organisation_kind,
        organisations.branch,
        organisations.place_text,
        current_articles.language,
        {{ normalise_organisation_name('organisations.organisation_name') }} as name_key,
        {{ normalise_name('organisations.organisation_name') }} as full_name_key,
        {{ loosen_organisation_name('organisations.organisation_name') }} as loose_name_key,
        places.place_id,
        places.place_code as country_code,
        places.parent_place_id,
        places.grandparent_place_id,
        places.province_place_id,
        coalesce(organisations.level, places.government_level) as level
    from organisations
    inner join current_articles
        on organisations.article_id = current_articles.article_id
    left join place_texts
        on
            organisations.article_id = place_texts.article_id
            and organisations.place_text = place_texts.place_text
            and organisations.level is not distinct from place_texts.stated_level
    left join places
        on place_texts.place_id = places.place_id
),

-- What the article says besides the organisations that act in it.
mentioned as (
    select distinct
        article_id,
        {{ normalise_organisation_name('mention_text') }} as name_key
    from mentions
    where mention_kind = 'organisation'
),

named_candidates as (
    select
        named.article_id,
        named.organisation_name,
        firm_names.firm_id,
        -- A short form that is listed as weak is none when it is written out with its legal form.
        bool_or(
            firm_names.full_name_key = named.full_name_key
            and (firm_names.is_strong or firm_names.full_name_key != firm_names.name_key)
        ) as is_verbatim,
        bool_or(firm_names.is_strong) as is_strong
    from named
    inner join firm_names
        on named.name_key = firm_names.name_key
    where named.organisation_kind != 'government'
    group by named.article_id, named.organisation_name, firm_names.firm_id
),

loose_candidates as (
    select distinct
        named.article_id,
        named.organisation_name,
        firm_names.firm_id
    from named
    inner join firm_names
        on named.loose_name_key = firm_names.loose_name_key
    where
        named.organisation_kind = 'firm'
        and firm_names.is_strong
),

-- The better the wording, the lower the rank: 1 word for word, 2 but for the legal form, 3 the same words.
strong_candidates as (
    select
        article_id,
        organisation_name,
        firm_id,
        case when is_verbatim then 1 else 2 end as wording_rank
    from named_candidates
    where is_verbatim or is_strong

    union all

    -- A loose reading takes no name from a firm that the register lists under it.
    select
        loose_candidates.*,
        3 as wording_rank
    from loose_candidates
    left join named_candidates
        on
            loose_candidates.article_id = named_candidates.article_id
            and loose_candidates.organisation_name = named_candidates.organisation_name
            and loose_candidates.firm_id != named_candidates.firm_id
    where named_candidates.firm_id is null
),

best_candidates as (
    select distinct
        article_id,
        organisation_name,
        firm_id
    from strong_candidates
    qualify rank() over (partition by article_id, organisation_name order by wording_rank asc) = 1
),

strongly_matched as (
    select *
    from best_candidates
    qualify count(*) over (partition by article_id, organisation_name) = 1
),

-- The firms that an article names beyond doubt: what a short form may refer to.
antecedents as (
    select
        article_id,
        firm_id
    from strongly_matched

    union

    select
        mentioned.article_id,
        min(firm_names.firm_id) as firm_id
    from mentioned
    inner join firm_names
        on mentioned.name_key = firm_names.name_key
    where firm_names.is_strong
    group by mentioned.article_id, mentioned.name_key
    having count(distinct firm_names.firm_id) = 1
),

-- A short form means the firm that the article names in full, else the one whose parent, daughter or group it names.
referring as (
    select
        named_candidates.article_id,
        named_candidates.organisation_name,
        named_candidates.firm_id,
        max(case when antecedents.firm_id = named_candidates.firm_id then 2 else 1 end) as closeness
    from named_candidates
    inner join firms
        on named_candidates.firm_id = firms.firm_id
    inner join antecedents
        on named_candidates.article_id = antecedents.article_id
    inner join firms as named_firms
        on antecedents.firm_id = named_firms.firm_id
    left join best_candidates
        on
            named_candidates.article_id = best_candidates.article_id
            and named_candidates.organisation_name = best_candidates.organisation_name
    where
        best_candidates.firm_id is null
        and (
            firms.firm_id = named_firms.firm_id
            or firms.parent_firm_id = named_firms.firm_id
            or firms.firm_id = named_firms.parent_firm_id
            or firms.group_name = named_firms.group_name
        )
    group by
        named_candidates.article_id,
        named_candidates.organisation_name,
        named_candidates.firm_id
),

closest as (
    select *
    from referring
    qualify rank() over (partition by article_id, organisation_name order by closeness desc) = 1
),

weakly_matched as (
    select *
    from closest
    qualify count(*) over (partition by article_id, organisation_name) = 1
),

-- What the corrections file says of a name goes before what the project says.
corrections as (
    select
        project_corrections.article_id,
        project_corrections.organisation_name,
        firms.firm_id,
        2 as precedence
    from project_corrections
    left join firms
        on project_corrections.firm_key = firms.firm_key

    union all

    select
        unnest(string_split(file_corrections.correction_articles, ' ')) as article_id,
        file_corrections.correction_subject as organisation_name,
        firms.firm_id,
        1 as precedence
    from file_corrections
    left join firms
        on file_corrections.correction_object in (firms.firm_id, firms.firm_key, firms.name)
    where
        file_corrections.correction_action = 'firm_alias'
        and file_corrections.correction_articles is not null
        and (firms.firm_id is not null or file_corrections.correction_object = 'unregistered')

    union all

    select
        null as article_id,
        file_corrections.correction_subject as organisation_name,
        firms.firm_id,
        1 as precedence
    from file_corrections
    left join firms
        on file_corrections.correction_object in (firms.firm_id, firms.firm_key, firms.name)
    where
        file_corrections.correction_action = 'firm_alias'
        and file_corrections.correction_articles is null
        and (firms.firm_id is not null or file_corrections.correction_object = 'unregistered')
),

-- What a person has decided for a name, in one article before in all of them.
-- Without a firm it is none of the register.
corrected as (
    select
        named.article_id,
        named.organisation_name,
        corrections.firm_id
    from named
    inner join corrections
        on
            named.full_name_key = {{ normalise_name('corrections.organisation_name') }}
            and (corrections.article_id is null or named.article_id = corrections.article_id)
    qualify row_number() over (
        partition by named.article_id, named.organisation_name
        order by corrections.article_id nulls last, corrections.precedence, corrections.firm_id
    ) = 1
),

matched as (
    select
        article_id,
        organisation_name,
        firm_id
    from corrected

    union all

    select
        by_rule.article_id,
        by_rule.organisation_name,
        by_rule.firm_id
    from (
        select * from strongly_matched
        union all
        select * exclude (closeness) from weakly_matched
    ) as by_rule
    anti join corrected
        on
            by_rule.article_id = corrected.article_id
            and by_rule.organisation_name = corrected.organisation_name
),

classified as (
    select
        named.* exclude (full_name_key),
        firms.firm_key,
        firms.group_name,
        firms.firm_id as registered_firm_id,
        firms.province_place_id as firm_province_place_id,
        firms.firm_id is null and named.organisation_kind = 'firm' as is_unregistered_firm,
        firms.firm_id is null
        and named.organisation_kind != 'firm'
        and (named.organisation_kind in ('government', 'association') or named.branch is not null) as is_body
    from named
    left join matched
        on
            named.article_id = matched.article_id
            and named.organisation_name = matched.organisation_name
    left join firms
        on matched.firm_id = firms.firm_id
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
        from named
        where place_id is not null
    ) as bodies
    inner join place_names
        on bodies.named_place_id = place_names.place_id
    group by bodies.place_id
),

with_body_names as (
    select
        classified.* exclude (branch),
        case
            when classified.organisation_kind = 'association' then coalesce(classified.branch, 'industry_association')
            else classified.branch
        end as branch,
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
