{#- The words of a firm's name in alphabetical order, so that neither their order nor what does not tell firms
    apart matters: legal forms wherever they stand, words for a works, particles; and one spelling for what
    has several. Looser than normalise_organisation_name: a match is an answer only where it is the only one. -#}
{% macro loosen_organisation_name(name) -%}
{%- set written = namespace(sql=normalise_organisation_name(name)) -%}
{%- for variant in var("name_variants") -%}
    {%- set written.sql = "regexp_replace(" ~ written.sql ~ ", '" ~ (variant | first) ~ "', '" ~ (variant | last) ~ "', 'g')" -%}
{%- endfor -%}
coalesce(
    nullif(
        array_to_string(
            list_sort(
                string_split_regex(
                    trim(regexp_replace({{ written.sql }}, '\b({{ var("idle_words") }})\b', ' ', 'g')),
                    ' +'
                )
            ),
            ' '
        ),
        ''
    ),
    {{ normalise_name(name) }}
)
{%- endmacro %}
