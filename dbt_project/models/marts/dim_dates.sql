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

years as (
    select
        cast(date_trunc('year', min(day)) as timestamp) as first_day,
        cast(date_trunc('year', max(day)) as timestamp) + interval '1 year' - interval '1 day' as last_day
    from days_named
),

spine as (
    select cast(days.day as date) as date
    from years
    cross join generate_series(years.first_day, years.last_day, interval '1 day') as days (day)
),

parts as (
    select
        {{ date_id('date') }} as date_id,
        date,
        cast(extract(year from date) as integer) as year,
        cast(extract(quarter from date) as integer) as quarter,
        cast(extract(month from date) as integer) as month,
        {{ month_name('date') }} as month_name,
        cast(extract(isoyear from date) as varchar)
        || '-W'
        || lpad(cast(extract(week from date) as varchar), 2, '0') as iso_week,
        cast(extract(isodow from date) as integer) as day_of_week,
        extract(isodow from date) in (6, 7) as is_weekend
    from spine
)

select * from parts
