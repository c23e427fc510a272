{#- Whoever builds a release names it, by vars or in the environment. A changed var makes dbt parse the whole
    project again, a changed variable of the environment this file alone. -#}
{% set release_id = var('release_id', env_var('POTLINE_RELEASE_ID', 'unreleased')) %}
{% set built_at = var('built_at', env_var('POTLINE_BUILT_AT', '')) %}
{% set code_version = var('code_version', env_var('POTLINE_CODE_VERSION', '')) %}

with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

release as (
    select
        '{{ release_id }}' as release_id,
        cast(nullif('{{ built_at or '' }}', '') as timestamp) as built_at,
        cast(count(*) as integer) as article_count,
        max(extractor_version) as extractor_version,
        nullif('{{ code_version or '' }}', '') as code_version
    from current_articles
)

select * from release
