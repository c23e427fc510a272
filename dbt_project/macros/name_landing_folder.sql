{#
    The landing folder by its own name. Where it lies on the machine that read it is nobody's business who reads the
    release, and two machines that read the same folder must publish the same rows.
#}
{% macro name_landing_folder(input_folder) %}
    coalesce(nullif(regexp_replace(rtrim({{ input_folder }}, '/'), '[^/]*/', '', 'g'), ''), '/')
{% endmacro %}
