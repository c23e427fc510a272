{{ config(materialized='incremental', incremental_strategy='replace_changed') }}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
    {{ of_changed_articles('int_article_versions') }}
),

organisations as (
    select * from {{ ref('stg_extracted__organisations') }}
    {{ of_changed_articles('int_article_versions') }}
),

meetings as (
    select * from {{ ref('stg_extracted__meetings') }}
    {{ of_changed_articles('int_article_versions') }}
),

mentions as (
    select * from {{ ref('stg_extracted__mentions') }}
    {{ of_changed_articles('int_article_versions') }}
),

place_names as (
    select * from {{ ref('int_place_names') }}
),

written as (
    select
        article_id,
        place_text,
        level as stated_level
    from organisations

    union

    select
        article_id,
        place_text,
        null as stated_level
    from meetings
),

texts as (
    select
        {{ surrogate_key(['written.article_id', 'written.place_text', 'written.stated_level']) }} as place_text_id,
        written.article_id,
        written.place_text,
        written.stated_level,
        {{ normalise_name('written.place_text') }} as name_key
    from written
    inner join current_articles
        on written.article_id = current_articles.article_id
    where written.place_text is not null
),

candidates as (
    select
        texts.place_text_id,
        texts.article_id,
        texts.stated_level,
        place_names.place_id,
        place_names.level,
        place_names.government_level,
        place_names.parent_place_id,
        place_names.grandparent_place_id
    from texts
    inner join place_names
        on texts.name_key = place_names.name_key
),

-- The level that the wording states decides; without one the higher of two
-- places of the same plain name is meant: Jilin is the province.
of_one_level as (
    select *
    from candidates
    qualify rank() over (
        partition by place_text_id
        order by
            coalesce(government_level = stated_level, false) desc,
            {{ level_rank('level') }} asc
    ) = 1
),

ambiguous as (
    select *
    from of_one_level
    qualify count(*) over (partition by place_text_id) > 1
),

places_mentioned as (
    select
        mentions.article_id,
        place_names.place_id
    from mentions
    inner join place_names
        on {{ normalise_name('mentions.canonical_name') }} = place_names.name_key
    where
        mentions.mention_kind = 'place'
        and mentions.article_id in (select ambiguous.article_id from ambiguous)

    union

    select
        article_id,
        place_id
    from candidates
),

-- Of two Baiyun Districts the one is meant whose city or province the article names too.
in_context as (
    select distinct
        ambiguous.place_text_id,
        ambiguous.place_id
    from ambiguous
    inner join places_mentioned
        on
            ambiguous.article_id = places_mentioned.article_id
            and places_mentioned.place_id in (ambiguous.parent_place_id, ambiguous.grandparent_place_id)
),

chosen as (
    select
        place_text_id,
        place_id
    from of_one_level
    where place_text_id not in (select ambiguous.place_text_id from ambiguous)

    union all

    select
        place_text_id,
        min(place_id) as place_id
    from in_context
    group by place_text_id
    having count(*) = 1
),

resolved as (
    select
        texts.place_text_id,
        texts.article_id,
        texts.place_text,
        texts.stated_level,
        chosen.place_id
    from texts
    left join chosen
        on texts.place_text_id = chosen.place_text_id
)

select * from resolved
