{#- The words of a public body's name that tell it from the other bodies of its place, in alphabetical order:
    what is left without the place and its level, initials written out. `place_pattern` is an alternation of
    names of places, NULL where there is none. -#}
{% macro normalise_body_name(name, place_pattern) -%}
{%- set written = namespace(sql=normalise_organisation_name(name)) -%}
{%- for variant in var("body_variants") -%}
    {%- set written.sql = "regexp_replace(" ~ written.sql ~ ", '\\b" ~ (variant | first) ~ "\\b', '" ~ (variant | last) ~ "', 'g')" -%}
{%- endfor -%}
array_to_string(
    list_sort(
        string_split_regex(
            trim(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            {{ written.sql }}, coalesce('\b(' || {{ place_pattern }} || ')\b', '^$'), '', 'g'
                        ),
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
