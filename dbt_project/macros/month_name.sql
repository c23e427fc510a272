{#- The English name of a day's month. -#}
{% macro month_name(day) -%}
{{ adapter.dispatch('month_name')(day) }}
{%- endmacro %}

{% macro default__month_name(day) -%}
monthname({{ day }})
{%- endmacro %}

{% macro postgres__month_name(day) -%}
to_char({{ day }}, 'FMMonth')
{%- endmacro %}
