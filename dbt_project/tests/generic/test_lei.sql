{#- A Legal Entity Identifier is 18 letters or digits and two that check them: read as one number,
    A as 10 and Z as 35, it leaves 1 modulo 97 (ISO 17442). -#}
{% test lei(model, column_name) %}

with codes as (
    select distinct {{ column_name }} as code
    from {{ model }}
    where {{ column_name }} is not null
),

positions as (
    select unnest(range(1, 21)) as position
),

numbers as (
    select
        codes.code,
        string_agg(
            cast(strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr(codes.code, positions.position, 1)) - 1 as varchar), ''
            order by positions.position
        ) as digits
    from codes
    cross join positions
    group by codes.code
),

-- The number is too long for any type: its head is divided first and leaves the remainder in its place.
divided as (
    select
        code,
        try_cast(try_cast(substr(digits, 1, 20) as hugeint) % 97 || substr(digits, 21) as hugeint) % 97 as remainder
    from numbers
)

select code
from divided
where
    not regexp_full_match(code, '[0-9A-Z]{18}[0-9]{2}')
    or remainder is distinct from 1

{% endtest %}
