{#- Position of a level of place in the hierarchy: 1 is the country. -#}
{% macro level_rank(level) -%}
list_position(['country', 'province', 'prefecture', 'county'], {{ level }})
{%- endmacro %}
