{#- A stable hash of the parts of a natural key: the same parts give the same key on every machine.
    The separator is a control character, so that no name can imitate two parts. -#}
{% macro surrogate_key(parts) -%}
md5(concat_ws(chr(31)
    {%- for part in parts %}, coalesce(cast({{ part }} as varchar), chr(30)){% endfor -%}
))
{%- endmacro %}
