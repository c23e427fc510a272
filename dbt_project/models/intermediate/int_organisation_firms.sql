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

project_corrections as (
    select * from {{ ref('corrections_organisations') }}
),

file_corrections as (
    select * from {{ ref('stg_raw__corrections') }}
),

named as (
    select
        organisations.article_id,
        organisations.organisation_name,
        organisations.organisation_kind,
        {{ normalise_organisation_name('organisations.organisation_name') }} as name_key,
        {{ normalise_name('organisations.organisation_name') }} as full_name_key,
        {{ loosen_organisation_name('organisations.organisation_name') }} as loose_name_key
    from organisations
    inner join current_articles
        on organisations.article_id = current_articles.article_id
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

final as (
    select
        named.article_id,
        named.organisation_name,
        named.name_key,
        named.loose_name_key,
        matched.firm_id
    from named
    left join matched
        on
            named.article_id = matched.article_id
            and named.organisation_name = matched.organisation_name
)

select * from final
