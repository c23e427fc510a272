{#- A name without what does not distinguish it: case, punctuation and blanks, curly quotes with them. -#}
{% macro normalise_name(name) -%}
trim(regexp_replace(lower({{ name }}), '[\p{P}\p{Z}\s]+', ' ', 'g'))
{%- endmacro %}
