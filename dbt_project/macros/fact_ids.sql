{#- The keys of facts, here once: a correction calls a fact by its key, and must find it before the fact is made. -#}

{#- A statement is its place in its article. -#}
{% macro statement_id(statements) -%}
{{ surrogate_key([statements ~ '.article_id', statements ~ '.start_char', statements ~ '.end_char']) }}
{%- endmacro %}

{#- A demand is a requester asking for a category in a statement. -#}
{% macro demand_id(statements, demands) -%}
{{ surrogate_key([statements ~ '.statement_id', demands ~ '.category', demands ~ '.requester_name']) }}
{%- endmacro %}

{#- A commitment is a party promising a category in a statement. -#}
{% macro commitment_id(statements, commitments) -%}
{{ surrogate_key([statements ~ '.statement_id', commitments ~ '.category', commitments ~ '.party_name']) }}
{%- endmacro %}

{#- A participation is a person at a meeting in an article, or an organisation where no person is named. -#}
{% macro participation_id(article_id, meeting_id, person_name_key, affiliation_key) -%}
{{ surrogate_key([
    article_id,
    meeting_id,
    person_name_key,
    'case when ' ~ person_name_key ~ ' is null then ' ~ affiliation_key ~ ' end',
]) }}
{%- endmacro %}
