{#- The words of a public body's name that tell it from the other bodies of its place, in alphabetical order:
    what is left without the place and its level. `place_pattern` is an alternation of names of places. -#}
{% macro normalise_body_name(name, place_pattern) -%}
array_to_string(
    list_sort(
        string_split_regex(
            trim(
                regexp_replace(
                    regexp_replace(
                        regexp_replace({{ normalise_organisation_name(name) }}, '\b(' || {{ place_pattern }} || ')\b', '', 'g'),
                        '\b({{ var("level_words") }})\b', '', 'g'
                    ),
                    '\b({{ var("link_words") }})\b', '', 'g'
                )
            ),
            ' +'
        )
    ),
    ' '
)
{%- endmacro %}
