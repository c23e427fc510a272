with current_articles as (
    select * from {{ ref('int_current_articles') }}
),

meetings as (
    select * from {{ ref('stg_extracted__meetings') }}
),

place_texts as (
    select * from {{ ref('int_place_texts') }}
),

corrections as (
    select * from {{ ref('corrections_meetings') }}
),

-- Older articles come first, so that a meeting keeps its key when a second report comes in.
numbered as (
    select
        row_number() over (
            order by
                current_articles.published_on nulls last,
                meetings.article_id,
                meetings.meeting_ordinal
        ) as node_id,
        meetings.article_id,
        meetings.meeting_ordinal,
        current_articles.published_on,
        meetings.held_on,
        meetings.held_on_text,
        meetings.held_on_basis,
        meetings.meeting_kind,
        place_texts.place_id,
        meetings.topic,
        corrections.meeting_key,
        meetings.start_char,
        meetings.end_char,
        meetings.rule_id
    from meetings
    inner join current_articles
        on meetings.article_id = current_articles.article_id
    left join place_texts
        on
            meetings.article_id = place_texts.article_id
            and meetings.place_text = place_texts.place_text
            and place_texts.stated_level is null
    left join corrections
        on
            meetings.article_id = corrections.article_id
            and meetings.meeting_ordinal = corrections.meeting_ordinal
)

select * from numbered
