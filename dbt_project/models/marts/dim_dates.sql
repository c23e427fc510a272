with meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
),

current_articles as (
    select * from {{ ref('int_current_articles') }}
),

days_named as (
    select held_on as day
    from meeting_reports

    union all

    select published_on as day
    from current_articles
),

spine as (
    select
        cast(unnest(generate_series(
            date_trunc('year', min(day)),
            date_trunc('year', max(day)) + interval 1 year - interval 1 day,
            interval 1 day
        )) as date) as date
    from days_named
),

parts as (
    select
        cast(strftime(date, '%Y%m%d') as integer) as date_id,
        date,
        cast(extract(year from date) as integer) as year,
        cast(extract(quarter from date) as integer) as quarter,
        cast(extract(month from date) as integer) as month,
        monthname(date) as month_name,
        strftime(date, '%G-W%V') as iso_week,
        cast(extract(isodow from date) as integer) as day_of_week,
        extract(isodow from date) in (6, 7) as is_weekend
    from spine
)

select * from parts
