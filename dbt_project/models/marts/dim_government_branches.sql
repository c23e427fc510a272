with government_branches as (
    select * from {{ ref('government_branches') }}
),

labelled as (
    select
        code as branch,
        label_en,
        label_zh,
        definition
    from government_branches
)

select * from labelled
