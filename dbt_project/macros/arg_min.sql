{#- The value where the rank is least. Where the value is NULL the next rank gives it. -#}
{% macro arg_min(value, rank) -%}
{{ adapter.dispatch('arg_min')(value, rank) }}
{%- endmacro %}

{% macro default__arg_min(value, rank) -%}
arg_min({{ value }}, {{ rank }})
{%- endmacro %}

{% macro postgres__arg_min(value, rank) -%}
(array_agg({{ value }} order by {{ rank }}) filter (where ({{ value }}) is not null))[1]
{%- endmacro %}
