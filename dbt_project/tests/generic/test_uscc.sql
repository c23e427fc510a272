{#- A Unified Social Credit Code is 18 characters of its alphabet, of which the last checks the others (GB 32100). -#}
{% test uscc(model, column_name) %}

with codes as (
    select distinct {{ column_name }} as code
    from {{ model }}
    where {{ column_name }} is not null
),

alphabet as (
    select '0123456789ABCDEFGHJKLMNPQRTUWXY' as letters
),

-- The weights are the powers of 3 modulo 31.
weights as (
    select
        unnest(range(1, 18)) as position,
        unnest([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]) as weight
),

summed as (
    select
        codes.code,
        alphabet.letters,
        sum((strpos(alphabet.letters, substr(codes.code, weights.position, 1)) - 1) * weights.weight) as total
    from codes
    cross join alphabet
    cross join weights
    group by codes.code, alphabet.letters
)

select code
from summed
where
    not regexp_full_match(code, '[0-9A-HJ-NP-RTUW-Y]{18}')
    or substr(code, 18, 1) != substr(letters, cast((31 - total % 31) % 31 + 1 as integer), 1)

{% endtest %}
