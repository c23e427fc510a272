{#- A person's name without what romanisations differ in: apostrophes and hyphens within a given name (Min'er, Miner;
    Yi-qin, Yiqin), accents, and the letter for the vowel of 吕 (Lü, Lyu, Lv). -#}
{% macro normalise_person_name(name) -%}
strip_accents(
    regexp_replace(
        replace({{ normalise_name("regexp_replace(" ~ name ~ ", '([a-z])([''’]|-)([a-z])', '\\1\\3', 'g')") }}, 'lü', 'lv'),
        '\blyu', 'lv', 'g'
    )
)
{%- endmacro %}
