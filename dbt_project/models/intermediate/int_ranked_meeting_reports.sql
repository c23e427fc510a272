with meeting_reports as (
    select * from {{ ref('int_meeting_reports') }}
),

participations as (
    select * from {{ ref('int_participations') }}
),

bases as (
    select * from {{ ref('held_on_bases') }}
),

places as (
    select * from {{ ref('int_places') }}
),

report_sizes as (
    select
        meeting_id,
        article_id,
        count(*) as named_count
    from participations
    group by meeting_id, article_id
),

-- A place within another that is reported of the same meeting says more than that, and does not disagree with it.
surrounding_places as (
    select distinct
        meeting_reports.meeting_id,
        unnest([
            places.parent_place_id,
            places.grandparent_place_id,
            places.province_place_id
        ]) as surrounding_place_id,
        places.place_id
    from meeting_reports
    inner join places
        on meeting_reports.place_id = places.place_id
),

-- The report whose date is best founded speaks first, then the one that names most participants.
ranked as (
    select
        meeting_reports.*,
        meeting_reports.place_id is not null
        and not exists (
            select surrounding_places.place_id
            from surrounding_places
            where
                surrounding_places.meeting_id = meeting_reports.meeting_id
                and surrounding_places.surrounding_place_id = meeting_reports.place_id
                and surrounding_places.place_id != meeting_reports.place_id
        ) as is_precise_place,
        row_number() over (
            partition by meeting_reports.meeting_id
            order by
                bases.preference asc,
                report_sizes.named_count desc nulls last,
                meeting_reports.article_id asc,
                meeting_reports.meeting_ordinal asc
        ) as report_rank
    from meeting_reports
    left join bases
        on meeting_reports.held_on_basis = bases.code
    left join report_sizes
        on
            meeting_reports.meeting_id = report_sizes.meeting_id
            and meeting_reports.article_id = report_sizes.article_id
)

select * from ranked
