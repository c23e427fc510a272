with participation_roles as (
    select * from {{ ref('participation_roles') }}
),

labelled as (
    select
        code as role,
        label_en,
        label_zh,
        definition
    from participation_roles
)

select * from labelled
