{#- The name of an organisation without its article, its legal form and its side of the Atlantic. -#}
{% macro normalise_organisation_name(name) -%}
regexp_replace(
    regexp_replace(
        replace({{ normalise_name(name) }}, '{{ var("british_spelling") }}', '{{ var("american_spelling") }}'),
        '^{{ var("leading_article") }} ', ''
    ),
    '( ({{ var("legal_forms") }}))+$', ''
)
{%- endmacro %}
