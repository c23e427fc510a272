{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='article_id') }}

with article_versions as (
    select * from {{ ref('int_article_versions') }}
),

meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
),

article_people as (
    select * from {{ ref('int_article_people') }}
),

reprints as (
    select * from {{ ref('int_reprints') }}
),

before as (
    {{ rows_before({'article_id': 'varchar', 'resolution_hash': 'ubigint', 'build_number': 'bigint'}) }}
),

meetings as (
    select
        article_id,
        bit_xor(hash(meeting_reports)) as meetings_hash
    from meeting_reports
    group by article_id
),

people as (
    select
        article_id,
        bit_xor(hash(article_people)) as people_hash
    from article_people
    group by article_id
),

-- What a reprint repeats depends on what is found in its original.
resolutions as (
    select
        article_versions.article_id,
        hash(
            article_versions.version_hash,
            meetings.meetings_hash,
            people.people_hash,
            reprints.reprint_of_article_id,
            originals.version_hash
        ) as resolution_hash
    from article_versions
    left join meetings
        on article_versions.article_id = meetings.article_id
    left join people
        on article_versions.article_id = people.article_id
    left join reprints
        on article_versions.article_id = reprints.article_id
    left join article_versions as originals
        on reprints.reprint_of_article_id = originals.article_id
    where article_versions.version_hash is not null
),

latest as (
    select coalesce(max(build_number), 0) as build_number
    from before
),

changed as (
    select
        coalesce(resolutions.article_id, before.article_id) as article_id,
        resolutions.resolution_hash,
        latest.build_number + 1 as build_number
    from resolutions
    full outer join before
        on resolutions.article_id = before.article_id
    cross join latest
    where resolutions.resolution_hash is distinct from before.resolution_hash
)

select * from changed
