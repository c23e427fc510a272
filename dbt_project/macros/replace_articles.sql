{#- Incremental strategies: all rows of the articles that have changed go, and what the model finds of them now comes.
    dbt's own `delete+insert` would keep the rows of an article that has none any more. -#}
{% macro get_incremental_replace_changed_sql(arguments) -%}
    {{ replace_articles(arguments, ref('int_article_versions')) }}
{%- endmacro %}

{#- The same for what depends on other articles as well: who is who, and which meeting is which. -#}
{% macro get_incremental_replace_resolved_sql(arguments) -%}
    {{ replace_articles(arguments, ref('int_article_resolutions')) }}
{%- endmacro %}

{#- The same for what knows its statement and not its article. -#}
{% macro get_incremental_replace_statements_sql(arguments) -%}
    {%- set statements = ref('int_statements') -%}
    {%- set versions = ref('int_article_resolutions') -%}
    {%- set gone -%}
        statement_id not in (select statements.statement_id from {{ statements }} as statements)
        or statement_id in (
            select statements.statement_id from {{ statements }} as statements
            where statements.article_id in ({{ select_changed_articles(versions) }})
        )
    {%- endset -%}
    {{ replace_rows(arguments, gone) }}
{%- endmacro %}

{% macro replace_articles(arguments, versions) -%}
    {{ replace_rows(arguments, 'article_id in (' ~ select_changed_articles(versions) ~ ')') }}
{%- endmacro %}

{% macro replace_rows(arguments, gone) -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arguments['target_relation'] }}
    where {{ gone }};

    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{%- endmacro %}
