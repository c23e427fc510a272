{#- A day as the number yyyymmdd: the key of dim_dates. -#}
{% macro date_id(day) -%}
cast(
    extract(year from {{ day }}) * 10000
    + extract(month from {{ day }}) * 100
    + extract(day from {{ day }})
    as integer
)
{%- endmacro %}
