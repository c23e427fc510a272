{#- Of what an import reads, in a build on top of another, the rows of articles that have changed since that one; in a
    full refresh all. Given is the model that tells which those are. While dbt parses, the reference stands in any
    case, so that dbt builds that model first. -#}
{% macro of_changed_articles(versions) -%}
    {%- if not execute or is_added_to() -%}
        where article_id in ({{ select_changed_articles(ref(versions)) }})
    {%- endif -%}
{%- endmacro %}

{% macro select_changed_articles(versions) -%}
select changed.article_id from {{ versions }} as changed
    where changed.build_number = (select max(latest.build_number) from {{ versions }} as latest)
{%- endmacro %}

{#- Whether the model is built on top of what it was. A unit test of dbt gives no table to build on, unless it says so. -#}
{% macro is_added_to() -%}
    {{ return(this is not none and is_incremental()) }}
{%- endmacro %}
