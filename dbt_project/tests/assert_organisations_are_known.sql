-- Every organisation that an extracted row refers to by name is an organisation of its article.
with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

organisations as (
    select * from {{ ref('stg_extracted__organisations') }}
),

participations as (
    select * from {{ ref('stg_extracted__participations') }}
),

statement_speakers as (
    select * from {{ ref('stg_extracted__statement_speakers') }}
),

demands as (
    select * from {{ ref('stg_extracted__demands') }}
),

commitments as (
    select * from {{ ref('stg_extracted__commitments') }}
),

named as (
    select
        article_id,
        organisation_name
    from participations

    union

    select
        article_id,
        organisation_name
    from statement_speakers

    union

    select
        article_id,
        unnest([requester_organisation_name, addressee_organisation_name]) as organisation_name
    from demands

    union

    select
        article_id,
        unnest([party_organisation_name, beneficiary_organisation_name]) as organisation_name
    from commitments
),

unknown as (
    select named.*
    from named
    inner join current_articles
        on named.article_id = current_articles.article_id
    left join organisations
        on
            named.article_id = organisations.article_id
            and named.organisation_name = organisations.organisation_name
    where
        named.organisation_name is not null
        and organisations.organisation_name is null
)

select * from unknown
