with demand_categories as (
    select * from {{ ref('demand_categories') }}
),

labelled as (
    select
        category,
        parent_category,
        label_en,
        label_zh,
        definition
    from demand_categories
)

select * from labelled
