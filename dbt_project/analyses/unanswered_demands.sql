-- Which demands that firms made in the year up to the latest meeting are still without an answer?
with asks as (
    select * from {{ ref('report_firm_asks') }}
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

categories as (
    select * from {{ ref('dim_demand_categories') }}
),

articles as (
    select * from {{ ref('dim_articles') }}
),

last_year as (
    select max(held_on) - interval 1 year as begins_after
    from meetings
),

latest_unanswered as (
    select asks.*
    from asks
    inner join last_year
        on asks.held_on > last_year.begins_after
    where not asks.is_answered
    order by asks.held_on desc, asks.demand_id asc
    limit 50
),

final as (
    select
        latest_unanswered.held_on,
        latest_unanswered.name as firm,
        latest_unanswered.addressee_name as addressee,
        categories.label_en as category,
        articles.source_path,
        latest_unanswered.demand_text
    from latest_unanswered
    inner join categories
        on latest_unanswered.category = categories.category
    inner join articles
        on latest_unanswered.article_id = articles.article_id
)

select * from final
order by held_on desc, firm asc, category asc, source_path asc, demand_text asc
