-- Every meeting of a current article is published, but for those that a correction makes one with another of their
-- article, and those that a correction calls wrong.
with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

extracted_meetings as (
    select * from {{ ref('stg_extracted__meetings') }}
),

meeting_articles as (
    select * from {{ ref('bridge_meeting_articles') }}
),

corrections as (
    select * from {{ ref('corrections_meetings') }}
),

identified_meetings as (
    select * from {{ ref('int_identified_meetings') }}
),

wrong_facts as (
    select * from {{ ref('int_wrong_facts') }}
)

select
    extracted_meetings.article_id,
    extracted_meetings.start_char
from extracted_meetings
inner join current_articles
    on extracted_meetings.article_id = current_articles.article_id
left join meeting_articles
    on
        extracted_meetings.article_id = meeting_articles.article_id
        and extracted_meetings.start_char = meeting_articles.start_char
left join corrections
    on
        extracted_meetings.article_id = corrections.article_id
        and extracted_meetings.meeting_ordinal = corrections.meeting_ordinal
left join identified_meetings
    on
        extracted_meetings.article_id = identified_meetings.article_id
        and extracted_meetings.meeting_ordinal = identified_meetings.meeting_ordinal
left join wrong_facts
    on
        identified_meetings.article_id = wrong_facts.article_id
        and identified_meetings.meeting_id = wrong_facts.fact_id
where
    meeting_articles.article_id is null
    and corrections.article_id is null
    and wrong_facts.fact_id is null
    and identified_meetings.meeting_id = identified_meetings.meeting_id_by_rule
