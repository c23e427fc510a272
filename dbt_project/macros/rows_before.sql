{#- What the model itself held after the build before, none in a full refresh. Given are its columns and their types. -#}
{% macro rows_before(columns) -%}
    {%- if is_added_to() -%}
        select * from {{ this }}
    {%- else -%}
        select
        {%- for name, type in columns.items() %}
            cast(null as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
        where false
    {%- endif -%}
{%- endmacro %}
