with participations as (
    select * from {{ ref('int_participations') }}
),

appearances as (
    select
        *,
        row_number() over (
            partition by person_id
            order by seen_on desc nulls last, article_id asc, participation_ordinal asc
        ) as recency_rank
    from participations
    where person_id is not null
),

spellings as (
    select
        person_id,
        person_name,
        row_number() over (
            partition by person_id
            order by count(*) desc, person_name asc
        ) as spelling_rank
    from appearances
    group by person_id, person_name
),

latest_organisations as (
    select
        person_id,
        firm_id,
        government_body_id,
        row_number() over (
            partition by person_id
            order by recency_rank
        ) as organisation_rank
    from appearances
    where
        firm_id is not null
        or government_body_id is not null
),

lives as (
    select
        person_id,
        min(seen_on) as first_seen_on,
        max(seen_on) as last_seen_on,
        {{ arg_min('title', 'recency_rank') }} as latest_title,
        cast(count(distinct meeting_id) as integer) as meeting_count
    from appearances
    group by person_id
),

joined as (
    select
        lives.person_id,
        spellings.person_name as name,
        cast(null as varchar) as name_zh,
        lives.first_seen_on,
        lives.last_seen_on,
        lives.latest_title,
        latest_organisations.firm_id as latest_firm_id,
        latest_organisations.government_body_id as latest_government_body_id,
        lives.meeting_count
    from lives
    inner join spellings
        on
            lives.person_id = spellings.person_id
            and spellings.spelling_rank = 1
    left join latest_organisations
        on
            lives.person_id = latest_organisations.person_id
            and latest_organisations.organisation_rank = 1
)

select * from joined
