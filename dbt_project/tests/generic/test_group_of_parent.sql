{#- A firm with a parent is of its parent's group, and nobody is their own ancestor. -#}
{% test group_of_parent(model) %}

with recursive firms as (
    select * from {{ model }}
),

ancestors as (
    select
        firm_key,
        parent_firm_key as ancestor_key
    from firms
    where parent_firm_key is not null

    union

    select
        ancestors.firm_key,
        firms.parent_firm_key as ancestor_key
    from ancestors
    inner join firms
        on ancestors.ancestor_key = firms.firm_key
    where firms.parent_firm_key is not null
)

select daughters.firm_key
from firms as daughters
inner join firms as mothers
    on daughters.parent_firm_key = mothers.firm_key
where
    daughters.group_name is null
    or daughters.group_name is distinct from mothers.group_name

union

select firm_key
from ancestors
where firm_key = ancestor_key

{% endtest %}
